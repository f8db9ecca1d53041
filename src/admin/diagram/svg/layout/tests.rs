use super::*;

fn graph(sizes: &[(f64, f64)], lines: &[(usize, usize)]) -> Graph {
    let boxes = sizes.iter().map(|&(width, height)| Size { width, height }).collect();
    let line = |&(parent, child): &(usize, usize)| Line {
        parent,
        child,
        parent_port: 20.0,
        child_port: sizes[child].1 - 10.0,
    };
    Graph { boxes, lines: lines.iter().map(line).collect() }
}

fn overlaps(one: &Place, other: &Place) -> bool {
    one.x < other.x + other.width
        && other.x < one.x + one.width
        && one.y < other.y + other.height
        && other.y < one.y + one.height
}

/// Whether a box hides any of the straight pieces between a route's points, its own ends' boxes aside. What is smooth
/// in the drawing stays inside the channel that the piece crosses.
fn is_hidden(route: &Route, place: &Place) -> bool {
    route.points.windows(2).any(|pair| {
        let (left, right) = (pair[0].x.min(pair[1].x), pair[0].x.max(pair[1].x));
        let (top, bottom) = (pair[0].y.min(pair[1].y), pair[0].y.max(pair[1].y));
        left < place.x + place.width && place.x < right && top < place.y + place.height && place.y < bottom
    })
}

fn check(graph: &Graph) -> Layout {
    let layout = arrange(graph);
    assert_eq!((layout.places.len(), layout.routes.len()), (graph.boxes.len(), graph.lines.len()));
    for (at, one) in layout.places.iter().enumerate() {
        assert!(one.x >= 0.0 && one.y >= 0.0, "{one:?}");
        assert!(
            one.x + one.width <= layout.size.width && one.y + one.height <= layout.size.height + 1e-6,
            "{one:?}"
        );
        assert!(!layout.places[..at].iter().any(|other| overlaps(one, other)), "{at}: {:?}", layout.places);
        for route in &layout.routes {
            assert!(!is_hidden(route, one), "{route:?} runs across {one:?}");
        }
    }
    layout
}

#[test]
fn nothing_takes_no_space() {
    let layout = check(&graph(&[], &[]));
    assert!(layout.size.width.abs() < 1e-9 && layout.size.height.abs() < 1e-9);
}

#[test]
fn children_are_to_the_right_of_their_parents() {
    let layout = check(&graph(&[(100.0, 80.0); 4], &[(0, 1), (1, 2), (0, 2), (3, 2)]));
    for (parent, child) in [(0, 1), (1, 2), (0, 2), (3, 2)] {
        assert!(layout.places[parent].x < layout.places[child].x, "{:?}", layout.places);
    }
}

#[test]
fn circles_and_loops_have_a_way_too() {
    let layout = check(&graph(&[(100.0, 80.0); 3], &[(0, 1), (1, 2), (2, 0), (1, 1), (1, 1), (0, 1)]));
    assert!(layout.routes.iter().all(|route| route.points.len() >= 2));
    assert!(layout.routes.iter().any(|route| route.from_parent < 0.0), "one line has to go back");
}

#[test]
fn sixty_alone_make_a_picture_and_no_tower() {
    let Size { width, height } = check(&graph(&[(180.0, 200.0); 60], &[])).size;
    assert!(width > height && width < 3.0 * height, "{width} × {height}");
}

#[test]
fn no_two_boxes_overlap_and_no_line_runs_across_one_whatever_the_schema() {
    for seed in 0..60 {
        let mut random = fastrand::Rng::with_seed(seed);
        let count = random.usize(1..=60);
        let sizes: Vec<_> =
            (0..count).map(|_| (real(random.usize(80..400)), real(random.usize(60..600)))).collect();
        let lines: Vec<_> = (0..random.usize(0..2 * count))
            .map(|_| (random.usize(0..count), random.usize(0..count)))
            .collect();
        check(&graph(&sizes, &lines));
    }
}
