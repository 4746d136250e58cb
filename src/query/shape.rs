//! Items as the tree has them: no group beside others, no alternatives in alternatives.

use super::ast::Item;

/// Items without the groups among them: side by side, a group says no more than its items.
pub fn dissolved(items: Vec<Item>) -> Vec<Item> {
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Item::Group(inner) => out.extend(inner),
            item => out.push(item),
        }
    }
    out
}

/// Items as one; none where there is nothing.
pub fn grouped(mut items: Vec<Item>) -> Option<Item> {
    if items.len() > 1 { Some(Item::Group(items)) } else { items.pop() }
}

/// At least one of the two.
pub fn either(left: Item, right: Item) -> Item {
    let mut items = alternatives(left);
    items.extend(alternatives(right));
    Item::Or(items)
}

fn alternatives(item: Item) -> Vec<Item> {
    if let Item::Or(items) = item { items } else { vec![item] }
}
