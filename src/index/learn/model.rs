//! The table of word vectors while it is learned.
//!
//! Contrastive learning: of the texts on the right of a batch, each on the left must find its own by
//! cosine, and the other way round. Adagrad, with one sum of squares for each word. All sums are taken in a
//! fixed order whatever the threads do, so that the same archive gives the same vectors.

use fastrand::Rng;
use ndarray::{Array2, ArrayView2, Axis, linalg::general_mat_mul};
use rayon::prelude::*;

use super::{
    pairs::Pair,
    vectors::{DIM, Vector},
};

/// The lower, the more the likest of the other texts count. Taken from the first trial, not tuned.
const TEMPERATURE: f32 = 0.05;
/// Step of Adagrad.
const STEP: f32 = 0.1;
/// Length of a word's vector in the beginning, as a share of its rarity.
const START: f32 = 0.3;
/// Rows of a matrix that a thread takes at a time.
const ROWS: usize = 64;
/// Words that a thread takes at a time.
const WORDS: usize = 256;

pub struct Model {
    table: Vec<Vector>,
    /// Mean square of all that each word was moved by.
    energy: Vec<f32>,
}

/// Texts as rows: of length 1, and how long they were.
struct Texts {
    units: Array2<f32>,
    lengths: Vec<f32>,
}

impl Model {
    /// Random vectors, longer for rarer words.
    pub fn new(rarities: &[f32]) -> Self {
        let mut rng = Rng::with_seed(1);
        // Evenly spread from -1 to 1 has a mean square of 1/3.
        let scale = START * (3.0 / DIM as f32).sqrt();
        let mut word = |rarity: &f32| [0.0; DIM].map(|_: f32| rarity * scale * (2.0 * rng.f32() - 1.0));
        Self { table: rarities.iter().map(&mut word).collect(), energy: vec![1e-8; rarities.len()] }
    }

    pub fn vectors(self) -> Vec<Vector> {
        self.table
    }

    /// Learns from one batch.
    pub fn step(&mut self, batch: &[Pair]) {
        let bags: Vec<&[u32]> =
            [0, 1].iter().flat_map(|&side| batch.iter().map(move |pair| &pair[side][..])).collect();
        let texts = self.texts(&bags);
        let (left, right) = texts.units.view().split_at(Axis(0), batch.len());
        let slope = slope(left, right);
        let mut pull = Array2::<f32>::zeros((bags.len(), DIM));
        let (mut to_left, mut to_right) = pull.view_mut().split_at(Axis(0), batch.len());
        multiply(1.0, slope.view(), right, &mut to_left);
        multiply(1.0, slope.t(), left, &mut to_right);
        texts.turn_only(&mut pull);
        self.move_words(&bags, &pull);
    }

    fn texts(&self, bags: &[&[u32]]) -> Texts {
        let mut units = Array2::<f32>::zeros((bags.len(), DIM));
        let rows = units.axis_iter_mut(Axis(0)).into_par_iter().zip(bags);
        let lengths = rows.map(|(mut row, bag)| {
            for &word in *bag {
                row.iter_mut().zip(&self.table[word as usize]).for_each(|(sum, value)| *sum += value);
            }
            let length = row.dot(&row).sqrt() + 1e-6;
            row /= length;
            length
        });
        let lengths = lengths.collect();
        Texts { units, lengths }
    }

    /// Moves each word against the sum of the pulls on the texts that have it.
    fn move_words(&mut self, bags: &[&[u32]], pull: &Array2<f32>) {
        let (starts, texts) = texts_by_word(bags, self.table.len());
        let words = self.table.par_iter_mut().zip(&mut self.energy).enumerate().with_min_len(WORDS);
        words.for_each(|(word, (vector, energy))| {
            let texts = &texts[starts[word] as usize..starts[word + 1] as usize];
            if !texts.is_empty() {
                adagrad(&sum(texts, pull), vector, energy);
            }
        });
    }
}

impl Texts {
    /// Leaves of a pull on each text only what turns it, since its length does not count.
    fn turn_only(&self, pull: &mut Array2<f32>) {
        let rows = pull.axis_iter_mut(Axis(0)).into_par_iter();
        let texts = self.units.axis_iter(Axis(0)).into_par_iter().zip(&self.lengths);
        rows.zip(texts).for_each(|(mut row, (unit, length))| {
            let along = row.dot(&unit);
            row.scaled_add(-along, &unit);
            row /= *length;
        });
    }
}

/// How the loss changes with the cosine of each text on the left with each on the right.
fn slope(left: ArrayView2<'_, f32>, right: ArrayView2<'_, f32>) -> Array2<f32> {
    let mut chances = Array2::zeros((left.nrows(), right.nrows()));
    multiply(1.0 / TEMPERATURE, left, right.t(), &mut chances.view_mut());
    // No cosine is over 1, so this is the greatest there can be, and nothing overflows.
    chances.par_mapv_inplace(|value: f32| (value - 1.0 / TEMPERATURE).exp());
    let (rows, columns) = (chances.sum_axis(Axis(1)), chances.sum_axis(Axis(0)));
    let each = chances.axis_iter_mut(Axis(0)).into_par_iter().zip(rows.as_slice().unwrap_or_default());
    each.enumerate().for_each(|(at, (mut row, of_row))| {
        row.zip_mut_with(&columns, |chance, of_column| *chance *= 1.0 / of_row + 1.0 / of_column);
        row[at] -= 2.0;
        row *= 0.5 / TEMPERATURE;
    });
    chances
}

/// `into = factor * a * b`, by blocks of rows.
fn multiply(
    factor: f32,
    a: ArrayView2<'_, f32>,
    b: ArrayView2<'_, f32>,
    into: &mut ndarray::ArrayViewMut2<'_, f32>,
) {
    let blocks = into.axis_chunks_iter_mut(Axis(0), ROWS).into_par_iter();
    blocks
        .zip(a.axis_chunks_iter(Axis(0), ROWS))
        .for_each(|(mut into, a)| general_mat_mul(factor, &a, &b, 0.0, &mut into));
}

/// For each word the texts that have it, one after another, and where those of a word start.
fn texts_by_word(bags: &[&[u32]], words: usize) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0u32; words + 2];
    bags.iter().copied().flatten().for_each(|&word| starts[word as usize + 2] += 1);
    for at in 2..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut texts = vec![0; starts[words + 1] as usize];
    for (text, bag) in (0..).zip(bags) {
        for &word in *bag {
            let next = &mut starts[word as usize + 1];
            texts[*next as usize] = text;
            *next += 1;
        }
    }
    (starts, texts)
}

fn sum(texts: &[u32], pull: &Array2<f32>) -> Vector {
    let mut sum = [0.0; DIM];
    for &text in texts {
        sum.iter_mut().zip(pull.row(text as usize)).for_each(|(sum, value)| *sum += value);
    }
    sum
}

fn adagrad(pull: &Vector, vector: &mut Vector, energy: &mut f32) {
    *energy += pull.iter().map(|value| value * value).sum::<f32>() / DIM as f32;
    let step = STEP / energy.sqrt();
    vector.iter_mut().zip(pull).for_each(|(value, pull)| *value -= step * pull);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_listed_by_word() {
        let (starts, texts) = texts_by_word(&[&[0, 2], &[2], &[0, 3]], 4);
        let of = |word: usize| &texts[starts[word] as usize..starts[word + 1] as usize];
        assert_eq!([of(0), of(1), of(2), of(3)], [&[0, 2][..], &[], &[0, 1], &[2]]);
    }

    #[test]
    fn texts_of_one_article_come_to_point_the_same_way() {
        let batch: Vec<Pair> = (0..32).map(|at| [vec![2 * at], vec![2 * at + 1]]).collect();
        let mut model = Model::new(&[1.0; 64]);
        for _ in 0..20 {
            model.step(&batch);
        }
        let texts = model.texts(&[&[6], &[7], &[9]]);
        let cosine = |a: usize, b: usize| texts.units.row(a).dot(&texts.units.row(b));
        assert!(cosine(0, 1) > cosine(0, 2) + 0.2, "{} {}", cosine(0, 1), cosine(0, 2));
    }
}
