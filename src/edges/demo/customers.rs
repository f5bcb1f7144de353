//! The customers of the demonstration. Companies and people are invented.

/// A customer: organisation, mail domain, who writes there.
pub(super) const CUSTOMERS: [(&str, &str, &str); 17] = [
    (
        "Fonderies Marlaix",
        "fonderies-marlaix.example",
        "Service achats",
    ),
    (
        "Transports Quivrel",
        "transports-quivrel.example",
        "Exploitation",
    ),
    (
        "Laiterie des Trois-Ormes",
        "trois-ormes.example",
        "Expéditions",
    ),
    (
        "Coopérative du Val d’Arvel",
        "val-arvel.example",
        "Secrétariat",
    ),
    (
        "Verreries d’Orsimont",
        "orsimont.example",
        "Direction informatique",
    ),
    ("Négoce Tillemont", "tillemont.example", "Comptabilité"),
    (
        "Scierie du Vautour",
        "scierie-vautour.example",
        "Bureau des achats",
    ),
    ("Imprimerie Doublepage", "doublepage.example", "Devis"),
    ("Ateliers Bruyance", "bruyance.example", "Maintenance"),
    (
        "Ville de Saint-Ambrel",
        "saint-ambrel.example",
        "Service des finances",
    ),
    ("Maison Perrelin", "perrelin.example", "Boutique en ligne"),
    (
        "Clinique Sainte-Odalie",
        "sainte-odalie.example",
        "Planning",
    ),
    (
        "Mutuelle Orphéane",
        "orpheane.example",
        "Relation adhérents",
    ),
    ("Brasserie du Pont-Levé", "pont-leve.example", "Commandes"),
    ("Horlogerie Quartemps", "quartemps.example", "Atelier"),
    ("Tanneries Aubrecourt", "aubrecourt.example", "Catalogue"),
    ("Papeteries Lorvanne", "lorvanne.example", "Entrepôt"),
];
