//! What is counted, said in words: residents of a group, facilities of a type, distances, shares. A new way to choose what
//! counts is said in [`Supply::which`].

use jiff::civil::Date;

use super::rounding::Rounding;
use super::{Lang, capital, count, date, figure, metres, percent};
use crate::domain::criterion::Mode;
use crate::domain::{MunicipalRole, PopulationGroup, ServiceType};
use crate::study::access::{Contribution, Wheelchair, When};
use crate::study::{Access, Selection, Study};

/// What facilities of a kind are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noun {
    pub one: String,
    pub many: String,
}

impl Noun {
    /// The words of the taxonomy; without them the label in quotes, and without a type just facilities.
    pub fn of(lang: Lang, service_type: Option<&ServiceType>) -> Self {
        let facility = lang.pick(("voorziening", "voorzieningen"), ("facility", "facilities"));
        let Some(of) = service_type else {
            return Self {
                one: facility.0.to_owned(),
                many: facility.1.to_owned(),
            };
        };
        let (one, many) = lang.pick((&of.singular_nl, &of.plural_nl), (&of.singular_en, &of.plural_en));
        if !one.is_empty() && !many.is_empty() {
            return Self {
                one: one.clone(),
                many: many.clone(),
            };
        }
        let label = lang.pick(&of.label_nl, &of.label_en);
        let kind = lang.pick("van de soort", "of the type");
        Self {
            one: format!("{} {kind} '{label}'", facility.0),
            many: format!("{} {kind} '{label}'", facility.1),
        }
    }

    /// `een bibliotheek`, `an exercise spot`.
    pub fn a(&self, lang: Lang) -> String {
        let vowel = self.one.starts_with(['a', 'e', 'i', 'o', 'u']);
        let article = lang.pick("een", if vowel { "an" } else { "a" });
        format!("{article} {}", self.one)
    }

    /// `geen bibliotheek`, `1 bibliotheek`, `5 bibliotheken`.
    pub fn counted(&self, lang: Lang, number: usize) -> String {
        match number {
            0 => format!("{} {}", lang.pick("geen", "no"), lang.pick(&self.one, &self.many)),
            1 => format!("1 {}", self.one),
            _ => format!("{} {}", count(lang, number), self.many),
        }
    }
}

/// One of two words, by number.
pub fn plural<'a>(number: usize, one: &'a str, many: &'a str) -> &'a str {
    if number == 1 { one } else { many }
}

/// `3 buurten`, `1 neighbourhood`.
pub fn counted(lang: Lang, number: usize, nl: (&str, &str), en: (&str, &str)) -> String {
    let (one, many) = lang.pick(nl, en);
    format!("{} {}", count(lang, number), plural(number, one, many))
}

/// Whether people are spoken of as one: who rounds to one, or is said to be fewer.
pub fn single(people: f64) -> bool {
    people > 0.0 && people.round() <= 1.0
}

/// `inwoners van Noord`, `inwoner van 65 jaar en ouder in Noord`; without an area only the residents.
pub fn residents(lang: Lang, group: PopulationGroup, area: Option<&str>, number: f64) -> String {
    let one = single(number);
    let noun = lang.pick(
        if one { "inwoner" } else { "inwoners" },
        if one { "resident" } else { "residents" },
    );
    let ages = match group {
        PopulationGroup::All => None,
        PopulationGroup::Age0To15 => Some(("0 tot 15 jaar", "0 to 14")),
        PopulationGroup::Age15To25 => Some(("15 tot 25 jaar", "15 to 24")),
        PopulationGroup::Age25To45 => Some(("25 tot 45 jaar", "25 to 44")),
        PopulationGroup::Age45To65 => Some(("45 tot 65 jaar", "45 to 64")),
        PopulationGroup::Age65Plus => Some(("65 jaar en ouder", "65 and over")),
    };
    let aged = ages.map(|(nl, en)| lang.pick(format!(" van {nl}"), format!(" aged {en}")));
    let place = area.map(|name| {
        let word = if aged.is_some() {
            "in"
        } else {
            lang.pick("van", "of")
        };
        format!(" {word} {name}")
    });
    format!("{noun}{}{}", aged.unwrap_or_default(), place.unwrap_or_default())
}

/// How distance is measured: `hemelsbreed`, with the detour factor where there is one.
pub fn measured(lang: Lang, study: &Study, mode: Mode) -> String {
    match mode {
        Mode::Walking => lang.pick("lopend", "on foot").to_owned(),
        Mode::StraightLine => {
            let line = lang.pick("hemelsbreed", "in a straight line");
            let factor = study.settings.detour_factor;
            if factor == 1.0 {
                line.to_owned()
            } else {
                format!("{line} {} {}", lang.pick("maal", "times"), figure(lang, factor))
            }
        }
    }
}

/// The facilities that count for a question.
pub struct Supply<'a> {
    pub study: &'a Study,
    pub selection: &'a Selection,
    /// Place of the type in the taxonomy; none: any.
    pub service_type: Option<usize>,
    pub count: usize,
    /// The area in which they have to stand, where that is asked.
    pub within: Option<&'a str>,
}

impl Supply<'_> {
    fn of_type(&self) -> Option<&ServiceType> {
        self.study.taxonomy.types().get(self.service_type?)
    }

    /// What they are called.
    pub fn noun(&self, lang: Lang) -> Noun {
        Noun::of(lang, self.of_type())
    }

    /// The day on which they count.
    pub fn day(&self, lang: Lang) -> String {
        date(lang, self.selection.date)
    }

    /// Which of them count, as it follows the noun: ` met subsidie in Noord`; nothing where all of them do.
    pub fn which(&self, lang: Lang) -> String {
        let role = self.selection.role.map(|role| match role {
            MunicipalRole::Subsidy => lang.pick(" met subsidie", " with a subsidy"),
            MunicipalRole::Commission => lang.pick(
                " in opdracht van de gemeente",
                " commissioned by the municipality",
            ),
            MunicipalRole::Both => lang.pick(
                " met subsidie en in opdracht van de gemeente",
                " with a subsidy and commissioned by the municipality",
            ),
            MunicipalRole::None => lang.pick(
                " zonder subsidie of opdracht van de gemeente",
                " without a subsidy or commission of the municipality",
            ),
        });
        let within = self.within.map(|name| format!(" in {name}"));
        let mut asked: Vec<String> = role.map(str::to_owned).into_iter().collect();
        asked.extend(self.offering(lang));
        format!("{}{}", asked.join(","), within.unwrap_or_default())
    }

    /// What they must offer, each part with a blank before it.
    fn offering(&self, lang: Lang) -> Vec<String> {
        let Access {
            open,
            wheelchair,
            language,
            contribution,
            target_group,
            scheme,
            conversion,
        } = &self.selection.access;
        let open = open.map(|when| match when {
            When::WeekdayEvening => lang
                .pick(
                    " met openingstijden op een doordeweekse avond",
                    " with opening hours on a weekday evening",
                )
                .to_owned(),
            When::Weekend => lang
                .pick(
                    " met openingstijden in het weekend",
                    " with opening hours at the weekend",
                )
                .to_owned(),
            When::Moment(moment) => {
                let (day, time) = (date(lang, moment.date()), moment.strftime("%H:%M"));
                lang.pick(
                    format!(" met openingstijden op {day} om {time} uur"),
                    format!(" with opening hours on {day} at {time}"),
                )
            }
        });
        let wheelchair = wheelchair.map(|access| match access {
            Wheelchair::Yes => lang.pick(" met toegang voor rolstoelen", " with wheelchair access"),
            Wheelchair::Limited => lang.pick(
                " met ten minste beperkte toegang voor rolstoelen",
                " with at least limited wheelchair access",
            ),
        });
        let contribution = contribution.map(|most| match most {
            Contribution::None => lang.pick(" zonder eigen bijdrage", " without own contribution"),
            Contribution::Income => lang.pick(
                " met hoogstens een eigen bijdrage naar inkomen",
                " with at most an own contribution by income",
            ),
        });
        let language = language.as_ref().map(|code| {
            lang.pick(
                format!(" waar '{code}' wordt gesproken"),
                format!(" where '{code}' is spoken"),
            )
        });
        let group = target_group
            .as_ref()
            .map(|group| lang.pick(format!(" voor '{group}'"), format!(" for '{group}'")));
        let scheme = scheme.as_ref().map(|scheme| {
            lang.pick(
                format!(" met geld uit '{scheme}'"),
                format!(" with money from '{scheme}'"),
            )
        });
        let conversion = conversion.map(|wanted| {
            if wanted {
                lang.pick(
                    " met gespecialiseerde zorg die algemeen kan worden",
                    " with specialist care that could become general",
                )
            } else {
                lang.pick(
                    " zonder gespecialiseerde zorg die algemeen kan worden",
                    " without specialist care that could become general",
                )
            }
        });
        [
            open,
            wheelchair.map(str::to_owned),
            language,
            contribution.map(str::to_owned),
            group,
            scheme,
            conversion.map(str::to_owned),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// `een bibliotheek met subsidie`.
    pub fn one(&self, lang: Lang) -> String {
        format!("{}{}", self.noun(lang).a(lang), self.which(lang))
    }

    /// `5 bibliotheken met subsidie`.
    pub fn counted(&self, lang: Lang) -> String {
        format!(
            "{}{}",
            self.noun(lang).counted(lang, self.count),
            self.which(lang)
        )
    }

    /// `een van de 5 bibliotheken die op 22 november 2026 open zijn`, or with another word for `een van`. Of a single one only
    /// `een bibliotheek`; [`Supply::single`] then says the rest.
    pub fn among(&self, lang: Lang, nl: &str, en: &str) -> String {
        if self.count < 2 {
            return self.one(lang);
        }
        let (counted, day) = (self.counted(lang), self.day(lang));
        lang.pick(
            format!("{nl} de {counted} die op {day} open zijn"),
            format!("{en} the {counted} that are open on {day}"),
        )
    }

    /// The sentence that follows where only one counts; nothing otherwise.
    pub fn single(&self, lang: Lang) -> String {
        if self.count != 1 {
            return String::new();
        }
        let day = self.day(lang);
        lang.pick(
            format!(" Daarvan is er op {day} 1 open."),
            format!(" On {day} there is 1 of these."),
        )
    }

    /// `Op 22 november 2026 zijn er 5 bibliotheken open`, without a full stop.
    pub fn there_are(&self, lang: Lang) -> String {
        let (counted, day) = (self.counted(lang), self.day(lang));
        let verb = if self.count < 2 {
            lang.pick("is er", "there is")
        } else {
            lang.pick("zijn er", "there are")
        };
        let verb = if self.count == 0 {
            lang.pick("is er", "there are")
        } else {
            verb
        };
        lang.pick(
            format!("Op {day} {verb} {counted} open"),
            format!("On {day} {verb} {counted} open"),
        )
    }

    /// `1.000 meter, hemelsbreed,`.
    pub fn norm(&self, lang: Lang) -> String {
        let norm = self.service_type.map_or_else(
            || {
                self.selection
                    .distance
                    .unwrap_or(self.study.settings.default_distance())
            },
            |of| self.selection.norm(self.study, of),
        );
        format!(
            "{}, {},",
            metres(lang, norm.0),
            measured(lang, self.study, self.selection.mode)
        )
    }
}

/// A whole and a part of it, both rounded so that the part and what is left of the whole add up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    pub part: f64,
    pub whole: f64,
}

impl Share {
    /// What is left of the whole.
    #[must_use]
    pub fn rest(self) -> Self {
        Self {
            part: self.whole - self.part,
            whole: self.whole,
        }
    }

    /// The part in whole people when the rest is rounded first.
    pub fn second(self) -> f64 {
        Rounding::default().part(self, Rounded::Rest)
    }
}

/// Which part of a share is rounded first; the other is what is then left, so that the two add up to the rounded whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounded {
    First,
    Rest,
}

/// Who lives where: `Van de 121.430 inwoners van Noord wonen er 73.364 (60,4 %) …`, without a full stop. `place` follows the
/// verb: `binnen …`. The whole must round to 1 or more.
pub fn live(
    lang: Lang,
    rounding: &Rounding,
    group: PopulationGroup,
    area: &str,
    share: Share,
    first: Rounded,
    place: &str,
) -> String {
    let who = rounding.noun(lang, group, Some(area), share.whole);
    let whole = rounding.people(lang, share.whole);
    let said = percent(lang, share.part / share.whole);
    let part = rounding.part(share, first);
    let (none, all) = (share.part <= 0.0, share.part >= share.whole);
    if rounding.single(share.whole) {
        return match (none, all) {
            (true, _) => lang.pick(
                format!("De enige {who} woont niet {place}"),
                format!("The only {who} does not live {place}"),
            ),
            (_, true) => lang.pick(
                format!("De enige {who} woont {place}"),
                format!("The only {who} lives {place}"),
            ),
            _ => lang.pick(
                format!("De enige {who} woont met een kans van {said} {place}"),
                format!("The only {who} lives with a chance of {said} {place}"),
            ),
        };
    }
    if rounding.whole(share) == 0.0 {
        return match (none, all) {
            (true, _) => lang.pick(
                format!("De weinige {who} ({whole}) wonen niet {place}"),
                format!("The few {who} ({whole}) do not live {place}"),
            ),
            (_, true) => lang.pick(
                format!("De weinige {who} ({whole}) wonen {place}"),
                format!("The few {who} ({whole}) live {place}"),
            ),
            _ => lang.pick(
                format!("Van de weinige {who} ({whole}) woont {said} {place}"),
                format!("Of the few {who} ({whole}), {said} live {place}"),
            ),
        };
    }
    if none {
        return lang.pick(
            format!("Geen van de {whole} {who} woont {place}"),
            format!("None of the {whole} {who} lives {place}"),
        );
    }
    if all {
        return lang.pick(
            format!("Alle {whole} {who} wonen {place}"),
            format!("All {whole} {who} live {place}"),
        );
    }
    if part == 0.0 && rounding.exact() {
        return lang.pick(
            format!("Bijna geen van de {whole} {who} ({said}) woont {place}"),
            format!("Almost none of the {whole} {who} ({said}) lives {place}"),
        );
    }
    if part == rounding.whole(share) && !rounding.exact() {
        // Of 10 and 10 only the share tells that they are not the same.
        return lang.pick(
            format!("Van de {whole} {who} woont {said} {place}"),
            format!("Of the {whole} {who}, {said} live {place}"),
        );
    }
    if part == rounding.whole(share) {
        return lang.pick(
            format!("Bijna alle {whole} {who} ({said}) wonen {place}"),
            format!("Almost all of the {whole} {who} ({said}) live {place}"),
        );
    }
    let number = rounding.part_of(lang, share, part);
    let verb = if part == 1.0 {
        lang.pick("woont", "lives")
    } else {
        lang.pick("wonen", "live")
    };
    lang.pick(
        format!("Van de {whole} {who} {verb} er {number} ({said}) {place}"),
        format!("Of the {whole} {who}, {number} ({said}) {verb} {place}"),
    )
}

/// `Op 22 november 2026`.
pub fn on(lang: Lang, day: Date) -> String {
    let day = date(lang, day);
    lang.pick(format!("Op {day}"), format!("On {day}"))
}

/// A list of names with how many more there are: `A, B en 3 andere`.
pub fn named(lang: Lang, names: &[String], most: usize) -> String {
    if names.len() <= most + 1 {
        return super::list(lang, names);
    }
    let mut shown: Vec<String> = names[..most].to_vec();
    let left = names.len() - most;
    shown.push(lang.pick(format!("{left} andere"), format!("{left} others")));
    super::list(lang, &shown)
}

/// A sentence: capital first, full stop last.
pub fn sentence(text: &str) -> String {
    format!("{}.", capital(text))
}
