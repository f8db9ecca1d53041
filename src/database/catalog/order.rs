use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Kind, Object};

/// Where the server keeps something: which of its catalogs, and the number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Address {
    pub(super) class: u32,
    pub(super) oid: u32,
}

/// An object and where it was found.
pub(super) struct Found {
    pub(super) object: Object,
    pub(super) address: Address,
    /// The table or view that it is or hangs on; 0 without one.
    pub(super) relation: u32,
}

/// `of` can't be made without `on`.
pub(super) struct Dependency {
    pub(super) of: Address,
    pub(super) on: Address,
    /// `of` is a part of `on` and is made together with it.
    pub(super) part: bool,
}

/// `pg_class` has the same number everywhere.
const RELATIONS: u32 = 1259;

/// The objects by kind and name, but none before those that it needs.
///
/// Should some need each other in a circle, the first of all that wait begins it.
pub(super) fn in_order(mut found: Vec<Found>, dependencies: &[Dependency]) -> Vec<Object> {
    found.sort_by(|a, b| (a.object.kind, &a.object.name).cmp(&(b.object.kind, &b.object.name)));
    let mut needs = needs(&found, dependencies);
    let mut needed_by = vec![Vec::new(); found.len()];
    for (of, on) in needs.iter().enumerate().flat_map(|(of, needs)| needs.iter().map(move |on| (of, *on))) {
        needed_by[on].push(of);
    }
    let mut waiting: BTreeSet<usize> = (0..found.len()).collect();
    let mut ready: BTreeSet<usize> =
        waiting.iter().copied().filter(|index| needs[*index].is_empty()).collect();
    let mut order = Vec::with_capacity(found.len());
    while let Some(next) = ready.pop_first().or_else(|| waiting.first().copied()) {
        waiting.remove(&next);
        order.push(next);
        for of in &needed_by[next] {
            needs[*of].remove(&next);
            if needs[*of].is_empty() && waiting.contains(of) {
                ready.insert(*of);
            }
        }
    }
    let mut objects: Vec<_> = found.into_iter().map(|found| Some(found.object)).collect();
    order.into_iter().filter_map(|index| objects[index].take()).collect()
}

/// For each object the places of those that it needs.
fn needs(found: &[Found], dependencies: &[Dependency]) -> Vec<HashSet<usize>> {
    let places: HashMap<_, _> = found
        .iter()
        .enumerate()
        .filter(|(_, f)| is_itself(&f.object))
        .map(|(place, f)| (f.address, place))
        .collect();
    let wholes: HashMap<_, _> = dependencies.iter().filter(|d| d.part).map(|d| (d.of, d.on)).collect();
    let mut needs = vec![HashSet::new(); found.len()];
    for dependency in dependencies.iter().filter(|dependency| !dependency.part) {
        let ends = [dependency.of, dependency.on].map(|end| place(end, &places, &wholes));
        if let [Some(of), Some(on)] = ends {
            needs[of].insert(on);
        }
    }
    for (of, found) in found.iter().enumerate() {
        let relation = Address { class: RELATIONS, oid: found.relation };
        needs[of].extend([found.address, relation].iter().filter_map(|on| places.get(on)));
        needs[of].remove(&of);
    }
    needs
}

/// Whether it is what the catalogs keep at its address, and not something that is told about that.
fn is_itself(object: &Object) -> bool {
    !matches!(object.kind, Kind::SequenceOwner | Kind::Privileges | Kind::Comment)
}

/// The object at an address, or the one that what is there is a part of.
fn place(
    mut address: Address,
    places: &HashMap<Address, usize>,
    wholes: &HashMap<Address, Address>,
) -> Option<usize> {
    // Parts of parts of parts are as deep as it gets.
    for _ in 0..4 {
        if let Some(place) = places.get(&address) {
            return Some(*place);
        }
        address = *wholes.get(&address)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(oid: u32) -> Address {
        Address { class: 1, oid }
    }

    fn found(kind: Kind, name: &str, oid: u32) -> Found {
        let object = Object { kind, name: name.to_owned(), table: None, sql: String::new() };
        Found { object, address: at(oid), relation: 0 }
    }

    fn order(found: Vec<Found>, dependencies: &[(u32, u32, bool)]) -> Vec<String> {
        let dependencies: Vec<_> =
            dependencies.iter().map(|&(of, on, part)| Dependency { of: at(of), on: at(on), part }).collect();
        in_order(found, &dependencies).into_iter().map(|object| object.name).collect()
    }

    #[test]
    fn what_needs_nothing_goes_by_kind_and_name() {
        let found =
            vec![found(Kind::Table, "b", 1), found(Kind::Table, "a", 2), found(Kind::Function, "c", 3)];
        assert_eq!(order(found, &[]), ["c", "a", "b"]);
    }

    #[test]
    fn what_is_needed_goes_first_also_by_a_part_of_it() {
        let two = || vec![found(Kind::Function, "f", 1), found(Kind::Table, "t", 2)];
        assert_eq!(order(two(), &[(1, 2, false)]), ["t", "f"]);
        assert_eq!(order(two(), &[(1, 21, false), (21, 20, true), (20, 2, true)]), ["t", "f"]);
    }

    #[test]
    fn a_circle_is_begun_somewhere_and_nothing_is_lost() {
        let found =
            vec![found(Kind::Function, "f", 1), found(Kind::Table, "t", 2), found(Kind::View, "v", 3)];
        assert_eq!(order(found, &[(1, 2, false), (2, 1, false), (3, 1, false)]), ["f", "t", "v"]);
    }
}
