//! The peers' operations. Each prepares what the peers prepare outside their timing, and gives what is to be timed.

use geo::{Area, Coord};
use serde_json::{Value, json};
use wijkkaart::spatial::index::PointIndex;
use wijkkaart::spatial::locate::Locator;
use wijkkaart::spatial::overlay;

use crate::workload::{TYPES, Workload};

type Timed<'a> = Box<dyn Fn() -> Value + 'a>;
type Prepare = for<'a> fn(&'a Workload) -> Timed<'a>;

/// The operations by their name.
pub const OPERATIONS: [(&str, Prepare); 5] = [
    ("O1", assign),
    ("O2", density),
    ("O3", coverage),
    ("O4", duplicates),
    ("O5", gap),
];

/// Which neighbourhood holds each facility and each address.
fn assign(workload: &Workload) -> Timed<'_> {
    Box::new(|| {
        let locator = Locator::new(&workload.neighbourhoods);
        let tally = |points: &[Coord<f64>]| {
            let (mut count, mut check) = (0_u64, 0_u64);
            for neighbourhood in points.iter().filter_map(|&point| locator.locate(point)) {
                count += 1;
                check += u64::from(neighbourhood) + 1;
            }
            (count, check)
        };
        let (facilities, addresses) = (tally(&workload.facilities), tally(&workload.addresses));
        json!({"fac": facilities.0, "addr": addresses.0, "fac_ck": facilities.1, "addr_ck": addresses.1})
    })
}

/// Facilities per square kilometre and per thousand inhabitants, per neighbourhood and type, summed.
fn density(workload: &Workload) -> Timed<'_> {
    let (facilities, addresses) = workload.assigned();
    Box::new(move || {
        let neighbourhoods = workload.neighbourhoods.len();
        let mut counts = vec![0_u32; neighbourhoods * TYPES];
        for (place, kind) in facilities.iter().zip(&workload.types) {
            if let Some(place) = place {
                counts[*place as usize * TYPES + kind] += 1;
            }
        }
        let mut inhabitants = vec![0_u32; neighbourhoods];
        for (place, weight) in addresses.iter().zip(&workload.weights) {
            if let Some(place) = place {
                inhabitants[*place as usize] += weight;
            }
        }
        let (mut per_km2, mut per_1000) = (0.0, 0.0);
        for ((polygon, inhabitants), counts) in workload
            .neighbourhoods
            .iter()
            .zip(inhabitants)
            .zip(counts.chunks_exact(TYPES))
        {
            let km2 = polygon.unsigned_area() / 1e6;
            for &count in counts {
                per_km2 += f64::from(count) / km2;
                if inhabitants > 0 {
                    per_1000 += f64::from(count) / (f64::from(inhabitants) / 1e3);
                }
            }
        }
        json!({"per_km2": seven_digits(per_km2), "per_1000": seven_digits(per_1000)})
    })
}

/// The distance from every address to the nearest facility of every type, and the inhabitants within three distances.
fn coverage(workload: &Workload) -> Timed<'_> {
    const WITHIN: [f64; 3] = [500.0, 800.0, 1500.0];
    let neighbourhoods = workload.neighbourhoods.len();
    let mut inhabitants = vec![0.0; neighbourhoods];
    let mut addresses = Vec::new();
    for ((place, &at), &weight) in workload
        .assigned()
        .1
        .iter()
        .zip(&workload.addresses)
        .zip(&workload.weights)
    {
        if let Some(place) = *place {
            inhabitants[place as usize] += f64::from(weight);
            addresses.push((at, place, weight));
        }
    }
    let facilities: Vec<_> = (0..TYPES).map(|kind| workload.facilities_of(kind)).collect();
    Box::new(move || {
        let (mut total, mut shares, mut distances) = ([0_u64; 3], [0.0; 3], 0.0);
        let mut served = vec![[0_u32; 3]; neighbourhoods];
        for facilities in &facilities {
            let index = PointIndex::new(facilities.clone());
            served.fill([0; 3]);
            for &(at, place, weight) in &addresses {
                let Some((_, distance)) = index.nearest(at) else {
                    continue;
                };
                distances += distance;
                let served = &mut served[place as usize];
                for (served, within) in served.iter_mut().zip(WITHIN) {
                    *served += if distance <= within { weight } else { 0 };
                }
            }
            for (served, &inhabitants) in served.iter().zip(&inhabitants) {
                for (i, &served) in served.iter().enumerate() {
                    total[i] += u64::from(served);
                    shares[i] += if inhabitants > 0.0 {
                        f64::from(served) / inhabitants
                    } else {
                        0.0
                    };
                }
            }
        }
        let shares = shares.map(|share: f64| (share * 1e3).round() / 1e3);
        json!({"w": total, "share": shares, "sum_km": whole_km(distances)})
    })
}

/// Facilities of one type no farther apart than 400 m.
fn duplicates(workload: &Workload) -> Timed<'_> {
    let facilities: Vec<_> = (0..TYPES).map(|kind| workload.facilities_of(kind)).collect();
    Box::new(move || {
        let (mut pairs, mut total) = (0_u64, 0.0);
        for facilities in &facilities {
            PointIndex::new(facilities.clone()).pairs(400.0, |_, _, distance| {
                pairs += 1;
                total += distance;
            });
        }
        json!({"pairs": pairs, "total_km": whole_km(total)})
    })
}

/// What of the city lies farther than 800 m from any facility of a type.
fn gap(workload: &Workload) -> Timed<'_> {
    let city = overlay::dissolve(&workload.neighbourhoods);
    let kinds = if workload.country { 1 } else { TYPES };
    let facilities: Vec<_> = (0..kinds).map(|kind| workload.facilities_of(kind)).collect();
    Box::new(move || {
        let gaps = facilities.iter().map(|facilities| {
            overlay::difference(&city, &overlay::union_of_discs(facilities, 800.0, 64)).unsigned_area()
        });
        json!({"gap_km2": (gaps.sum::<f64>() / 1e6 * 1e3).round() / 1e3})
    })
}

/// Metres in whole kilometres.
#[allow(clippy::cast_possible_truncation)] // rounded, and far below what a whole number can hold
fn whole_km(metres: f64) -> i64 {
    (metres / 1e3).round() as i64
}

fn seven_digits(value: f64) -> f64 {
    format!("{value:.6e}").parse().unwrap_or(value)
}
