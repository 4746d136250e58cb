//! Stretches: words of the query that stand in an article just as they were typed.
//!
//! A pasted message is made of common words that nothing else has in this order. How rare an order is, the articles
//! that are looked at tell: a stretch that few of them have is worth much, one that all have is worth nothing.

use super::plan::Group;
use super::proximity::Place;

/// Words in a row, by their places in the query: from the first to the last.
type Stretch = (usize, usize);

/// For each of `articles`, given by the places of the query's words, the rarity of its rarest stretch: the logarithm
/// of how many times fewer articles have it than are looked at.
pub fn rarities(articles: &[&[Place]], groups: &[Group], looked_at: usize) -> Vec<f32> {
    let stretches: Vec<Vec<Stretch>> = articles.iter().map(|places| stretches(places, groups)).collect();
    let has = |all: &[Stretch], (from, to): Stretch| all.iter().any(|have| have.0 <= from && to <= have.1);
    let rarity = |stretch: &Stretch| {
        let articles = stretches.iter().filter(|all| has(all, *stretch)).count();
        (looked_at as f32 / articles as f32).ln()
    };
    stretches.iter().map(|all| all.iter().map(rarity).fold(0.0, f32::max)).collect()
}

/// The stretches of two words or more; none is part of another at the same place.
fn stretches(places: &[Place], groups: &[Group]) -> Vec<Stretch> {
    // Words that keep their distances stand on one line of article against query.
    // As one number each, the word last: so the next word of a line is the next number.
    let line = |place: &Place| {
        let distance = place.position.wrapping_sub(groups[place.group].position as u32);
        (place.field as u128) << 64 | u128::from(distance) << 32 | place.group as u128
    };
    let mut lines: Vec<_> = places.iter().map(line).collect();
    lines.sort_unstable();
    lines.dedup();
    let word = |line: &u128| *line as u32 as usize;
    let rows = lines.chunk_by(|a, b| a + 1 == *b).filter(|row| row.len() > 1);
    let mut found: Vec<Stretch> = rows.map(|row| (word(&row[0]), word(&row[row.len() - 1]))).collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(words: &[(usize, u32, usize)]) -> Vec<Place> {
        let mut places: Vec<_> = words
            .iter()
            .map(|&(field, position, group)| Place { article: 0, field, position, group })
            .collect();
        places.sort_unstable_by_key(Place::order);
        places
    }

    #[test]
    fn the_rarest_stretch_counts() {
        // `file in use by another`: words three and five stand behind common ones.
        let groups: Vec<_> = [0, 2, 4].map(|position| Group { position, ..Group::default() }).into();
        let whole = places(&[(0, 7, 0), (0, 9, 1), (0, 11, 2)]);
        let half = places(&[(1, 3, 0), (1, 5, 1), (1, 6, 2), (0, 7, 2)]);
        let none = places(&[(0, 9, 0), (0, 7, 1)]);
        assert_eq!(stretches(&whole, &groups), [(0, 2)]);
        assert_eq!(stretches(&half, &groups), [(0, 1)]);
        let found = rarities(&[&whole, &half, &none], &groups, 4);
        assert_eq!(found, [4.0f32.ln(), 2.0f32.ln(), 0.0]);
    }
}
