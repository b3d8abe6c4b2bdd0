//! Money in whole cents, and how a grant is divided over its facilities and its partners so that the parts add up to it.
//!
//! Sums of cents are exact in whatever order they are taken: every way to group the same parts gives the same total. A
//! division by weights gives each part its share rounded down, and what is left over, cent by cent, to the parts that lost
//! most by it, the earlier ones first (Hamilton's method of largest remainders).

use std::cmp::Reverse;

use super::grant::Grant;
use super::units::Euros;

/// An amount of money in cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cents(pub i128);

/// More than any city pays, in euros; a larger amount is taken for this.
const MOST_EUROS: f64 = 1e15;

/// Weights are compared in units of the largest ÷ this, so that dividing is exact from there on.
const UNITS: f64 = (1_u64 << 40) as f64;

impl Cents {
    /// In euros: the number nearest to the amount.
    pub fn euros(self) -> Euros {
        Euros(self.0 as f64 / 100.0)
    }

    /// The amount × `part` ÷ `whole`, a half rounded up; nothing where `whole` is 0.
    #[must_use]
    pub fn times(self, part: i128, whole: i128) -> Self {
        match whole {
            0 => Self(0),
            _ => Self((2 * self.0 * part + whole).div_euclid(2 * whole)),
        }
    }
}

impl From<Euros> for Cents {
    /// To the nearest cent.
    fn from(euros: Euros) -> Self {
        #[allow(clippy::cast_possible_truncation)] // an amount within bounds
        Self((euros.0.clamp(0.0, MOST_EUROS) * 100.0).round() as i128)
    }
}

impl std::ops::Add for Cents {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::ops::AddAssign for Cents {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl std::iter::Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self(amounts.map(|of| of.0).sum())
    }
}

/// The `index`-th of `count` equal parts; the first ones get the cents that are left over.
fn equal(total: Cents, index: usize, count: usize) -> Cents {
    let count = i128::try_from(count).unwrap_or(1).max(1);
    let index = i128::try_from(index).unwrap_or(0);
    Cents(total.0 / count + i128::from(index < total.0 % count))
}

/// A total divided by weights, of which one is above 0.
fn weighted(total: Cents, weights: &[f64]) -> Vec<Cents> {
    let most = weights.iter().copied().fold(0.0, f64::max);
    #[allow(clippy::cast_possible_truncation)] // between 0 and the largest number of units
    let units: Vec<i128> = weights
        .iter()
        .map(|weight| (weight / most * UNITS).round() as i128)
        .collect();
    let whole: i128 = units.iter().sum();
    let mut parts: Vec<Cents> = units.iter().map(|of| Cents(total.0 * of / whole)).collect();
    let left = total.0 - parts.iter().copied().sum::<Cents>().0;
    let mut order: Vec<usize> = (0..units.len()).collect();
    order.sort_by_key(|at| (Reverse(total.0 * units[*at] % whole), *at));
    for at in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        parts[at].0 += 1;
    }
    parts
}

/// A total divided over `count` by weights, or equally where they do not tell.
fn divided(total: Cents, weights: &[f64], count: usize) -> Vec<Cents> {
    if weights.len() == count && weights.iter().any(|weight| *weight > 0.0) {
        return weighted(total, weights);
    }
    (0..count).map(|index| equal(total, index, count)).collect()
}

/// Rows by columns: whole cents near row × column ÷ total that add up to every row and to every column.
fn crossed(rows: &[Cents], columns: &[Cents]) -> Vec<Vec<Cents>> {
    let total: i128 = rows.iter().map(|of| of.0).sum();
    let share = |row: &Cents, column: &Cents| Cents(if total == 0 { 0 } else { row.0 * column.0 / total });
    let mut table: Vec<Vec<Cents>> = rows
        .iter()
        .map(|row| columns.iter().map(|column| share(row, column)).collect())
        .collect();
    // Rounding down leaves fewer cents than there are rows and columns: each row gives its own to the first columns in want.
    let mut wanting: Vec<i128> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| column.0 - table.iter().map(|row| row[at].0).sum::<i128>())
        .collect();
    for (row, amount) in table.iter_mut().zip(rows) {
        let mut left = amount.0 - row.iter().map(|of| of.0).sum::<i128>();
        for (cell, want) in row.iter_mut().zip(&mut wanting) {
            let given = left.min(*want);
            cell.0 += given;
            *want -= given;
            left -= given;
        }
    }
    table
}

impl Grant {
    /// A year's money, where it is known.
    pub fn cents_per_year(&self) -> Option<Cents> {
        self.euros_per_year.map(Cents::from)
    }

    /// The part of a year's money that goes to the `index`-th facility: by the shares of its source, else equal.
    pub fn cents_for(&self, index: usize) -> Option<Cents> {
        part(self.cents_per_year()?, &self.shares, index, self.facilities.len())
    }

    /// The part of a year's money that goes to the `index`-th of its partners: by the shares of its source, else equal.
    pub fn cents_for_partner(&self, index: usize) -> Option<Cents> {
        let partners = self.partners().len();
        part(self.cents_per_year()?, &self.recipient_shares, index, partners)
    }

    /// A year's money, a row per facility and a column per partner; one row where it names no facility, one column where it
    /// names nobody. Every row adds up to [`Grant::cents_for`], every column to [`Grant::cents_for_partner`], all to the grant.
    pub fn cents_by_facility_and_partner(&self) -> Option<Vec<Vec<Cents>>> {
        let total = self.cents_per_year()?;
        let rows = divided(total, &self.shares, self.facilities.len().max(1));
        let columns = divided(total, &self.recipient_shares, self.partners().len().max(1));
        Some(crossed(&rows, &columns))
    }

    /// The euros of [`Grant::cents_for`].
    pub fn euros_for(&self, index: usize) -> Option<Euros> {
        self.cents_for(index).map(Cents::euros)
    }

    /// The euros of [`Grant::cents_for_partner`].
    pub fn euros_for_partner(&self, index: usize) -> Option<Euros> {
        self.cents_for_partner(index).map(Cents::euros)
    }

    /// Whether its money was divided over facilities by rule and not by the shares of its source.
    pub fn allocated(&self) -> bool {
        self.facilities.len() > 1 && self.shares.is_empty()
    }

    /// Whether several partners share it.
    pub fn joint(&self) -> bool {
        self.partners().len() > 1
    }

    /// Whether its money was divided over partners by rule and not by the shares of its source.
    pub fn allocated_to_partners(&self) -> bool {
        self.joint() && self.recipient_shares.is_empty()
    }

    /// Whether it is given for longer than a year; unknown where it has no first or no last day.
    pub fn multi_year(&self) -> Option<bool> {
        let (from, to) = (self.from?, self.to?);
        Some(from.duration_until(to).as_hours() > 366 * 24)
    }

    /// The last day on which it is paid; none where it is open.
    pub fn last_day(&self) -> Option<jiff::civil::Date> {
        self.to?.yesterday().ok()
    }
}

fn part(total: Cents, weights: &[f64], index: usize, count: usize) -> Option<Cents> {
    if index >= count {
        None
    } else if weights.is_empty() {
        Some(equal(total, index, count))
    } else {
        divided(total, weights, count).get(index).copied()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn grant(euros: f64, facilities: usize, shares: Vec<f64>) -> Grant {
        Grant {
            euros_per_year: Some(Euros(euros)),
            facilities: (0..facilities).map(|n| format!("f{n}").into()).collect(),
            shares,
            ..Grant::new("g", "list")
        }
    }

    fn parts(grant: &Grant) -> Vec<i128> {
        let all = 0..grant.facilities.len();
        all.map(|index| grant.cents_for(index).unwrap().0).collect()
    }

    #[test]
    fn the_first_parts_get_what_an_equal_division_leaves_over() {
        assert_eq!(parts(&grant(100.0, 3, vec![])), [3334, 3333, 3333]);
        assert_eq!(parts(&grant(0.02, 3, vec![])), [1, 1, 0]);
        assert_eq!(grant(100.0, 3, vec![]).cents_for(3), None);
    }

    #[test]
    fn shares_give_the_left_over_cents_to_the_largest_remainders() {
        // 0.45 × 468,000 and 0.55 × 468,000 are whole euros, though neither share is so in binary.
        assert_eq!(
            parts(&grant(468_000.0, 2, vec![0.45, 0.55])),
            [21_060_000, 25_740_000]
        );
        // 1/7, 2/7 and 4/7 of a euro are 14.29, 28.57 and 57.14 cents.
        assert_eq!(parts(&grant(1.0, 3, vec![1.0, 2.0, 4.0])), [14, 29, 57]);
        assert_eq!(parts(&grant(1.0, 3, vec![1.0, 1.0, 0.0])), [50, 50, 0]);
    }

    #[test]
    fn an_amount_is_taken_to_the_nearest_cent() {
        for (euros, cents) in [
            (0.29, 29),
            (19.99, 1999),
            (1234.567, 123_457),
            (-1.0, 0),
            (1e300, 100_000_000_000_000_000),
        ] {
            assert_eq!(Cents::from(Euros(euros)), Cents(cents), "{euros}");
        }
        assert_eq!(Cents(123_456).euros(), Euros(1234.56));
        assert_eq!(Cents(100).times(1, 3), Cents(33));
        assert_eq!(Cents(101).times(1, 2), Cents(51));
    }

    #[test]
    fn partners_and_facilities_divide_the_same_money() {
        let mut joint = grant(100.0, 3, vec![]);
        joint.recipient = Some("One; Other".to_owned());
        let table = joint.cents_by_facility_and_partner().unwrap();
        assert_eq!(
            table,
            [
                [Cents(1667), Cents(1667)],
                [Cents(1667), Cents(1666)],
                [Cents(1666), Cents(1667)]
            ]
        );
        assert!(joint.joint() && joint.allocated_to_partners());
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_grant_and_stay_within_a_cent_of_their_share(
            cents in 0_u32..100_000_000,
            shares in proptest::collection::vec(prop_oneof![Just(0.0), 0.001..1000.0_f64], 1..9),
        ) {
            prop_assume!(shares.iter().any(|share| *share > 0.0));
            let of = grant(f64::from(cents) / 100.0, shares.len(), shares.clone());
            let (found, whole) = (parts(&of), shares.iter().sum::<f64>());
            prop_assert_eq!(found.iter().sum::<i128>(), i128::from(cents));
            for (part, share) in found.iter().zip(&shares) {
                let exact = f64::from(cents) * share / whole;
                prop_assert!((*part as f64 - exact).abs() < 1.001, "{} of {}", part, exact);
                prop_assert!(*share > 0.0 || *part == 0);
            }
        }

        #[test]
        fn a_table_adds_up_along_both_sides(
            cents in 0_u32..1_000_000,
            shares in proptest::collection::vec(0.1..9.0_f64, 0..6),
            partners in 0_usize..5,
        ) {
            let mut of = grant(f64::from(cents) / 100.0, shares.len(), shares);
            of.recipient = Some(["a", "b", "c", "d"][..partners].join(";"));
            let table = of.cents_by_facility_and_partner().unwrap();
            let total = of.cents_per_year().unwrap();
            prop_assert_eq!(table.iter().flatten().copied().sum::<Cents>(), total);
            for (index, row) in table.iter().enumerate() {
                let whole = of.cents_for(index).unwrap_or(total);
                prop_assert_eq!(row.iter().copied().sum::<Cents>(), whole);
                for (partner, cell) in row.iter().enumerate() {
                    let share = of.cents_for_partner(partner).unwrap_or(total);
                    let exact = whole.0 as f64 * share.0 as f64 / (total.0 as f64).max(1.0);
                    prop_assert!(cell.0 >= 0 && (cell.0 as f64 - exact).abs() < 12.0);
                }
            }
            for partner in 0..partners {
                let column: Cents = table.iter().map(|row| row[partner]).sum();
                prop_assert_eq!(Some(column), of.cents_for_partner(partner));
            }
        }
    }
}
