//! Figures on a grid on which differences and sums are exact, so that the parts of a change add up to it to the last bit.

use super::Cause;

/// Residents, facilities and metres are told to 2⁻²⁰ (a millionth): sums of them stay exact up to thousands of millions.
const FINE: f64 = 1_048_576.0;

/// Shares are told to 2⁻⁴⁰.
const FINER: f64 = 1_099_511_627_776.0;

/// An amount on its grid.
pub(super) fn amount(value: f64) -> f64 {
    // Adding 0 makes 0 of -0.
    (value * FINE).round() / FINE + 0.0
}

/// A share on its grid.
pub(super) fn share(value: f64) -> f64 {
    (value * FINER).round() / FINER + 0.0
}

/// A figure before any cause, and after each one.
pub(super) type Steps = [Option<f64>; Cause::ALL.len() + 1];

/// What a change is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Parts {
    /// The part of each cause, in the order of [`Cause::ALL`]; none where it cannot be told apart, or there is no change to
    /// divide.
    pub of: [Option<f64>; Cause::ALL.len()],
    /// What causes share of which the figure between them is not known: the only library closes, and another opens.
    pub inseparable: Option<f64>,
}

impl Parts {
    /// The parts of the change over some steps; nothing where the first or the last figure is not known.
    pub(super) fn between(steps: &Steps) -> Self {
        let mut parts = Self::default();
        let ([Some(first), ..], [.., Some(_)]) = (steps, steps) else {
            return parts;
        };
        let (mut from, mut value) = (0, *first);
        for (to, next) in steps.iter().enumerate().skip(1) {
            let Some(next) = *next else { continue };
            let part = next - value;
            if to == from + 1 {
                parts.of[from] = Some(part);
            } else {
                parts.inseparable = Some(parts.inseparable.unwrap_or(0.0) + part);
            }
            (from, value) = (to, next);
        }
        parts
    }

    /// The same change seen from its end.
    pub(super) fn reversed(self) -> Self {
        let negated = |part: Option<f64>| part.map(|part| 0.0 - part);
        Self {
            of: self.of.map(negated),
            inseparable: negated(self.inseparable),
        }
    }

    /// Every part that is known.
    pub fn known(&self) -> impl Iterator<Item = f64> {
        self.of.into_iter().chain([self.inseparable]).flatten()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn figure() -> impl Strategy<Value = Option<f64>> {
        prop_oneof![4 => (0.0..1e6).prop_map(Some), 1 => Just(None)]
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_change_to_the_last_bit(
            figures in proptest::array::uniform7(figure()),
            shares in any::<bool>(),
        ) {
            let on_grid = |value: f64| if shares { share(value / 1e6) } else { amount(value) };
            let steps: Steps = figures.map(|figure| figure.map(on_grid));
            let parts = Parts::between(&steps);
            match (steps[0], steps[6]) {
                (Some(before), Some(after)) => {
                    prop_assert_eq!(parts.known().sum::<f64>(), after - before);
                    prop_assert_eq!(parts.reversed().known().sum::<f64>(), before - after);
                }
                _ => prop_assert_eq!(parts, Parts::default()),
            }
        }
    }

    #[test]
    fn causes_with_nothing_known_between_them_stay_together() {
        let steps = [
            Some(400.0),
            Some(400.0),
            None,
            Some(600.0),
            Some(650.0),
            Some(650.0),
            Some(650.0),
        ];
        let parts = Parts::between(&steps);
        assert_eq!(
            parts.of,
            [Some(0.0), None, None, Some(50.0), Some(0.0), Some(0.0)]
        );
        assert_eq!(parts.inseparable, Some(200.0));
    }
}
