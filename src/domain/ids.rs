//! Identifiers as types of their own, so that an area code is never passed where a facility id is meant.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The text as it is written in files and answers.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(Arc::from(text))
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(Arc::from(text))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

text_id!(
    /// Identifies a facility for as long as the city keeps it.
    FacilityId
);
text_id!(
    /// Identifies a grant.
    GrantId
);
text_id!(
    /// Code of an area: CBS's `GM0505`, `WK050503`, `BU05050301`, or the city's own for a programme area.
    AreaCode
);
text_id!(
    /// Code of a service type in the city's taxonomy, e.g. `LRN-BIEB`.
    ServiceTypeCode
);
text_id!(
    /// Name of a source: the file or register that owns a set of records.
    SourceName
);
