//! What is known of a few articles among many: values, and marks.

use std::cell::RefCell;

use tantivy::DocId;

/// A value per article, of which few are set. Articles are numbered through all segments.
pub struct Tally<V: Value = f32> {
    values: Vec<V>,
    /// The articles that are set, and one place more.
    touched: Vec<DocId>,
    /// How many are set.
    set: usize,
}

/// What a tally may have of an article; the default is nothing.
pub trait Value: Copy + Default {
    /// By its bits: a comparison of numbers would be a branch that no processor could guess.
    fn is_nothing(self) -> bool;

    /// The memory of a thread's earlier tallies, all nothing: to clear pages for a new one would take longer than most
    /// counts.
    fn with_spare<R>(work: impl FnOnce(&mut Vec<Memory<Self>>) -> R) -> Option<R>;
}

type Memory<V> = (Vec<V>, Vec<DocId>);

macro_rules! value {
    ($kind:ty, $bits:expr) => {
        impl Value for $kind {
            fn is_nothing(self) -> bool {
                $bits(self) == 0
            }

            fn with_spare<R>(work: impl FnOnce(&mut Vec<Memory<Self>>) -> R) -> Option<R> {
                thread_local! {
                    static SPARE: RefCell<Vec<Memory<$kind>>> = const { RefCell::new(Vec::new()) };
                }
                // A thread that ends has none any more.
                SPARE.try_with(|spare| work(&mut spare.borrow_mut())).ok()
            }
        }
    };
}

value!(f32, f32::to_bits);
value!((f32, f32), |(one, other): Self| one.to_bits() | other.to_bits());

impl<V: Value> Drop for Tally<V> {
    fn drop(&mut self) {
        self.drain(|_, _| {});
        let memory = (std::mem::take(&mut self.values), std::mem::take(&mut self.touched));
        V::with_spare(|spare| spare.push(memory));
    }
}

impl<V: Value> Tally<V> {
    pub fn new(docs: usize) -> Self {
        let (mut values, mut touched) = V::with_spare(Vec::pop).flatten().unwrap_or_default();
        values.resize(docs, V::default());
        touched.resize(docs + 1, 0);
        Self { values, touched, set: 0 }
    }

    /// How many articles are set.
    pub fn len(&self) -> usize {
        self.set
    }

    /// The value of an article, which must then be set.
    pub fn slot(&mut self, doc: DocId) -> &mut V {
        let slot = &mut self.values[doc as usize];
        // Written in any case: no processor could guess whether an article was set before.
        self.touched[self.set] = doc;
        self.set += usize::from(slot.is_nothing());
        slot
    }

    /// Hands out all that is set, and takes it back to nothing.
    pub fn drain(&mut self, mut each: impl FnMut(DocId, V)) {
        for &doc in &self.touched[..self.set] {
            each(doc, std::mem::take(&mut self.values[doc as usize]));
        }
        self.set = 0;
    }

    /// Tells all that is set.
    pub fn each(&self, mut each: impl FnMut(DocId, V)) {
        self.docs().iter().for_each(|&doc| each(doc, self.values[doc as usize]));
    }

    /// The value of an article, which may be nothing.
    pub fn get(&self, doc: DocId) -> V {
        self.values[doc as usize]
    }

    /// Puts something in the place of each value, in the order of [`Self::docs`]; nothing takes the article out.
    pub fn change(&mut self, mut into: impl FnMut(DocId, V) -> V) {
        let mut kept = 0;
        for at in 0..self.set {
            let doc = self.touched[at];
            let value = &mut self.values[doc as usize];
            *value = into(doc, *value);
            self.touched[kept] = doc;
            kept += usize::from(!value.is_nothing());
        }
        self.set = kept;
    }

    /// The articles that are set, in the order in which they were, or sorted.
    pub fn docs(&self) -> &[DocId] {
        &self.touched[..self.set]
    }

    pub fn sort(&mut self) {
        self.touched[..self.set].sort_unstable();
    }
}

/// Some articles, a bit each: few enough bytes to lie in the nearest cache while long lists are read.
#[derive(Clone, Debug)]
pub struct Marks(Vec<u64>);

impl Marks {
    /// Those of `docs`, which are among the first `all`.
    pub fn new(all: usize, docs: &[DocId]) -> Self {
        Self::of(all, docs.iter().copied())
    }

    /// The same.
    pub fn of(all: usize, docs: impl IntoIterator<Item = DocId>) -> Self {
        let mut marks = Self(vec![0; all.div_ceil(64)]);
        docs.into_iter().for_each(|doc| marks.set(doc));
        marks
    }

    /// All of so many.
    pub fn all(all: usize) -> Self {
        Self::of(all, 0..all as DocId)
    }

    pub fn set(&mut self, doc: DocId) {
        self.0[doc as usize / 64] |= 1 << (doc % 64);
    }

    /// Marks those of `docs` that are among `passing`, or all; whether there are any.
    pub fn add(&mut self, docs: impl IntoIterator<Item = DocId>, passing: Option<&Self>) -> bool {
        let mut any = false;
        for doc in docs {
            if passing.is_none_or(|passing| passing.has(doc)) {
                self.set(doc);
                any = true;
            }
        }
        any
    }

    /// How many are marked.
    pub fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// All that are marked, in order.
    pub fn docs(&self) -> impl Iterator<Item = DocId> {
        (0..).zip(&self.0).flat_map(|(at, &word)| {
            let bits = std::iter::successors(Some(word), |word| Some(word & word.wrapping_sub(1)));
            bits.take_while(|&bits| bits != 0).map(move |bits| at * 64 + bits.trailing_zeros())
        })
    }

    pub fn has(&self, doc: DocId) -> bool {
        self.0[doc as usize / 64] >> (doc % 64) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tally_adds_changes_and_empties() {
        let mut tally = Tally::new(5);
        for (doc, value) in [(3, 1.0), (3, 0.5), (1, 2.0), (4, 7.0)] {
            *tally.slot(doc) += value;
        }
        assert_eq!((tally.len(), tally.docs()), (3, &[3, 1, 4][..]));
        assert_eq!((tally.get(1), tally.get(2)), (2.0, 0.0));
        tally.change(|_, value| if value > 5.0 { 0.0 } else { 2.0 * value });
        let mut found = Vec::new();
        tally.drain(|doc, value| found.push((doc, value)));
        assert_eq!(found, [(3, 3.0), (1, 4.0)]);
        assert_eq!(tally.len(), 0);
    }

    #[test]
    fn marks_are_told_in_order() {
        let mut marks = Marks::of(200, [130, 0, 63, 64]);
        let passing = Marks::of(200, [5, 64]);
        assert!(marks.add([5, 7], Some(&passing)));
        assert!(!marks.add([6], Some(&passing)));
        assert_eq!(marks.docs().collect::<Vec<_>>(), [0, 5, 63, 64, 130]);
        assert_eq!(marks.count(), 5);
    }

    #[test]
    fn all_articles_may_be_set() {
        let mut tally = Tally::<(f32, f32)>::new(2);
        for doc in [1, 0, 1] {
            tally.slot(doc).1 += 1.0;
        }
        let mut found = Vec::new();
        tally.drain(|doc, value| found.push((doc, value)));
        assert_eq!(found, [(1, (0.0, 2.0)), (0, (0.0, 1.0))]);
    }
}
