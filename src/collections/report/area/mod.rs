//! A report in prose on an area: everything on its sheet, for who reads instead of looking things up.

mod changed;
mod double;
mod money;
mod monitor;
mod needed;
mod reached;
mod row;
#[cfg(test)]
mod tests;
mod there;

use super::page::{Page, plain};
use super::sure;
use crate::collections::explain::caveats;
use crate::collections::sheet::Sheet;
use crate::collections::words::phrases::{Noun, counted};
use crate::collections::words::{Lang, date, people};
use crate::config::City;
use crate::domain::Level;
use crate::study::{DemandKind, Study};
use row::{Row, rows};

/// What the report is about.
pub struct Ask<'a> {
    pub city: &'a City,
    pub study: &'a Study,
    pub sheet: &'a Sheet,
}

impl Ask<'_> {
    /// The area's name.
    fn name(&self) -> String {
        plain(&self.study.areas.get(self.sheet.area).name)
    }

    fn level(&self) -> Level {
        self.study.areas.get(self.sheet.area).level
    }

    fn rows(&self, section: &str) -> Vec<Row<'_>> {
        rows(self.sheet, section)
    }

    /// What a type is called; what is not classified is just a facility.
    fn noun(&self, lang: Lang, code: Option<&str>) -> Noun {
        let at = code.and_then(|code| self.study.taxonomy.position(code));
        let of = at.and_then(|at| self.study.taxonomy.types().get(at));
        let noun = Noun::of(lang, of);
        Noun {
            one: plain(&noun.one),
            many: plain(&noun.many),
        }
    }
}

/// Writes the report.
pub fn write(ask: &Ask, lang: Lang) -> String {
    let mut page = Page::default();
    head(&mut page, ask, lang);
    let brief = [
        lives(ask, lang),
        Some(there::brief(ask, lang)),
        needed::brief(ask, lang),
        reached::brief(ask, lang),
        Some(double::brief(ask, lang)),
        Some(money::brief(ask, lang)),
        changed::brief(ask, lang),
    ];
    page.heading(2, lang.pick("In het kort", "In brief"));
    page.list(&brief.into_iter().flatten().collect::<Vec<_>>());
    there::section(&mut page, ask, lang);
    needed::section(&mut page, ask, lang);
    reached::section(&mut page, ask, lang);
    double::section(&mut page, ask, lang);
    money::section(&mut page, ask, lang);
    monitor::section(&mut page, ask, lang);
    changed::section(&mut page, ask, lang);
    doubts(&mut page, ask, lang);
    sure::list_sources(&mut page, ask.study, true, lang);
    page.into_text()
}

fn head(page: &mut Page, ask: &Ask, lang: Lang) {
    let name = ask.name();
    page.heading(
        1,
        &lang.pick(
            format!("{name}: wat er is en wat er nodig is"),
            format!("{name}: what there is and what is needed"),
        ),
    );
    let (day, revision) = (date(lang, ask.sheet.date), ask.study.revision.number);
    let level = match ask.level() {
        Level::Neighbourhood => lang.pick("een buurt", "a neighbourhood"),
        Level::District => lang.pick("een wijk", "a district"),
        Level::Programme => lang.pick("een programmagebied", "a programme area"),
        Level::Municipality => lang.pick("een gemeente", "a municipality"),
    };
    let inside = ask.study.areas.get(ask.sheet.area).neighbourhoods.len();
    let of_parts = if ask.level() == Level::Neighbourhood {
        String::new()
    } else {
        let parts = counted(
            lang,
            inside,
            ("buurt", "buurten"),
            ("neighbourhood", "neighbourhoods"),
        );
        lang.pick(format!(" van {parts}"), format!(" of {parts}"))
    };
    page.paragraph(&[lang.pick(
        format!("{name} is {level}{of_parts}. Stand op {day}, volgens revisie {revision} van de gegevens."),
        format!("{name} is {level}{of_parts}. As on {day}, by revision {revision} of the data."),
    )]);
    let notices = [caveats::scenario(ask.study), caveats::notice(ask.city)];
    for notice in notices.into_iter().flatten() {
        page.notice(notice.of(lang));
    }
}

/// How many live there.
fn lives(ask: &Ask, lang: Lang) -> Option<String> {
    let name = ask.name();
    let area = ask.rows("area").into_iter().next()?;
    let Some(residents) = area.number("residents") else {
        return Some(lang.pick(
            format!("Hoeveel mensen er in {name} wonen, is niet bekend."),
            format!("How many people live in {name} is unknown."),
        ));
    };
    let households = area.number("households").map(|number| {
        let number = people(lang, number);
        lang.pick(
            format!(", in {number} huishoudens"),
            format!(", in {number} households"),
        )
    });
    let (residents, households) = (people(lang, residents), households.unwrap_or_default());
    Some(lang.pick(
        format!("In {name} wonen {residents} mensen{households}."),
        format!("{residents} people live in {name}{households}."),
    ))
}

/// What to know before believing any of it.
fn doubts(page: &mut Page, ask: &Ask, lang: Lang) {
    page.heading(2, lang.pick("Hoe zeker dit is", "How sure this is"));
    let mut items = Vec::new();
    if ask.study.demand.kind == DemandKind::Lattice {
        items.push(
            lang.pick(
                "Waar mensen precies wonen, weten we niet: de inwoners van elke buurt zijn er gelijk over verdeeld.",
                "Where exactly people live is not known: the residents of each neighbourhood are spread evenly over it.",
            )
            .to_owned(),
        );
    }
    items.push(
        lang.pick(
            "Afstanden zijn geen looproutes. De weg erheen is langer, zeker waar water of spoor ligt.",
            "Distances are not walks. The way is longer, surely where there is water or a railway.",
        )
        .to_owned(),
    );
    items.push(
        lang.pick(
            "Bereikt worden is niet hetzelfde als geholpen worden: of een plek ruimte heeft en bij de mensen past, staat hier niet.",
            "To be reached is not to be helped: whether a place has room and suits the people is not told here.",
        )
        .to_owned(),
    );
    let code = plain(ask.study.areas.get(ask.sheet.area).code.as_str());
    items.push(lang.pick(
        format!(
            "Alle cijfers staan in `wijkkaart analyze sheet --area {code}`. Hoe een ervan tot stand komt, zegt `--explain` bij de analyse."
        ),
        format!(
            "All figures are in `wijkkaart analyze sheet --area {code}`. How one came about is told by `--explain` with its analysis."
        ),
    ));
    page.list(&items);
}
