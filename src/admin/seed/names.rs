/// Given names.
pub(super) const GIVEN: &[&str] = &[
    "Ada", "Amina", "Anders", "Astrid", "Bruno", "Carla", "Chidi", "Daria", "Elif", "Emil", "Farid", "Grace",
    "Hana", "Ines", "Jonas", "Kenji", "Leila", "Lukas", "Mara", "Mateo", "Nadia", "Noor", "Oskar", "Priya",
    "Rosa", "Sofia", "Tariq", "Ulrike", "Vera", "Wei", "Yara", "Zoe",
];

/// Family names.
pub(super) const FAMILY: &[&str] = &[
    "Almeida",
    "Bergman",
    "Castro",
    "Dahl",
    "Eriksen",
    "Fischer",
    "Garcia",
    "Haddad",
    "Ivanova",
    "Jansen",
    "Kowalski",
    "Lindqvist",
    "Moreau",
    "Nakamura",
    "Okafor",
    "Petrov",
    "Quinn",
    "Rossi",
    "Santos",
    "Tanaka",
    "Usman",
    "Vogel",
    "Weber",
    "Xu",
    "Yilmaz",
    "Zhang",
];

/// What people write on transfers.
pub(super) const PURPOSES: &[&str] = &[
    "Rent",
    "Groceries",
    "Concert tickets",
    "Birthday present",
    "Train to the sea",
    "Dinner on Friday",
    "Electricity",
    "Gym",
    "Books",
    "Shared taxi",
    "Piano lessons",
    "Holiday fund",
];

/// What the shop sells: SKU, name, price in euro cents, pieces in stock.
pub(super) const PRODUCTS: &[(&str, &str, i64, i32)] = &[
    ("TEA-GREEN-100", "Green tea, 100 g", 6_50, 140),
    ("TEA-BLACK-100", "Black tea, 100 g", 5_90, 160),
    ("COFFEE-250", "Coffee beans, 250 g", 9_80, 90),
    ("MUG-BLUE", "Mug, blue glaze", 14_00, 45),
    ("MUG-WHITE", "Mug, white glaze", 12_50, 60),
    ("TEAPOT-1L", "Teapot, 1 l", 39_00, 18),
    ("KETTLE-GOOSE", "Gooseneck kettle", 64_90, 12),
    ("GRINDER-HAND", "Hand grinder", 79_00, 9),
    ("FILTER-100", "Paper filters, 100 pieces", 3_40, 300),
    ("SCALE-01", "Kitchen scale, 0.1 g", 29_90, 25),
    ("HONEY-500", "Honey, 500 g", 8_20, 70),
    ("TOWEL-LINEN", "Tea towel, linen", 11_00, 3),
];
