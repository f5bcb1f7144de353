//! What the invented customers are called, and what they write about.

/// Kinds of companies, and what may follow: together they name a customer.
pub(super) const KINDS: [&str; 16] = [
    "Fonderies",
    "Transports",
    "Laiterie",
    "Coopérative",
    "Verreries",
    "Négoce",
    "Scierie",
    "Imprimerie",
    "Ateliers",
    "Maison",
    "Clinique",
    "Mutuelle",
    "Brasserie",
    "Horlogerie",
    "Papeteries",
    "Tanneries",
];
pub(super) const NAMES: [&str; 20] = [
    "Marlaix",
    "Quivrel",
    "Orsimont",
    "Tillemont",
    "Bruyance",
    "Perrelin",
    "Orphéane",
    "Quartemps",
    "Aubrecourt",
    "Lorvanne",
    "Vautrin",
    "Saint-Ambrel",
    "Montreval",
    "Cardonnel",
    "Ferrandis",
    "Grandlieu",
    "Hautefeuille",
    "Jouvency",
    "Kerlaz",
    "Noirval",
];
/// Who writes.
pub(super) const FIRST_NAMES: [&str; 12] = [
    "Léa", "Karim", "Inès", "Paul", "Zoé", "Hugo", "Nora", "Yann", "Aïcha", "Marc", "Élise", "Tom",
];
/// Who works at the desk, where nobody does yet.
pub(super) const AGENTS: [&str; 12] = [
    "Camille", "Sacha", "Noa", "Alex", "Charlie", "Lou", "Maxime", "Ange", "Morgan", "Robin",
    "Eden", "Claude",
];

/// How grave, in the answers to the plain questions.
#[derive(Clone, Copy, Debug)]
pub(super) enum Gravity {
    Blocked,
    Degraded,
    Nuisance,
}

use Gravity::{Blocked, Degraded, Nuisance};

/// Requests: how grave, subject, text.
pub(super) const TOPICS: [(Gravity, &str, &str); 20] = [
    (
        Blocked,
        "Impossible d’ouvrir une session depuis ce matin",
        "Aucun de nos postes n’arrive à se connecter depuis 8 h 15. Le message dit « service momentanément indisponible ». Toute l’équipe est à l’arrêt.",
    ),
    (
        Blocked,
        "Facturation à l’arrêt",
        "La validation des factures tourne sans fin puis affiche une erreur 500. Nous devons facturer avant ce soir et n’avons aucune autre façon de le faire.",
    ),
    (
        Blocked,
        "Les commandes n’arrivent plus à l’entrepôt",
        "Depuis hier soir, les commandes passées sur le site ne descendent plus vers l’entrepôt. Rien ne part.",
    ),
    (
        Degraded,
        "Export comptable incomplet",
        "L’export du mois ne contient que les écritures des vingt premiers jours. En exportant semaine par semaine nous y arrivons, mais cela prend la matinée.",
    ),
    (
        Degraded,
        "La recherche de clients est très lente",
        "Il faut une quarantaine de secondes pour trouver un client par son nom. Par le numéro, c’est immédiat.",
    ),
    (
        Degraded,
        "Étiquettes imprimées en double",
        "Chaque étiquette sort deux fois depuis la mise à jour de mardi. Nous jetons la seconde en attendant.",
    ),
    (
        Degraded,
        "Synchronisation de l’agenda en panne pour une équipe",
        "Les rendez-vous de l’équipe de Nantes ne remontent plus. Ils les saisissent à la main.",
    ),
    (
        Degraded,
        "Pièces jointes refusées au-dessus de 2 Mo",
        "Les photos de chantier sont refusées alors que la limite annoncée est de 10 Mo. En les réduisant, elles passent.",
    ),
    (
        Degraded,
        "Relances envoyées deux fois",
        "Certains clients ont reçu deux fois la même relance lundi. Nous avons suspendu l’envoi automatique.",
    ),
    (
        Degraded,
        "Droits perdus après un changement de service",
        "Une collègue passée aux achats ne voit plus les fournisseurs. Nous passons par le poste d’une autre personne.",
    ),
    (
        Nuisance,
        "Libellé tronqué sur le bon de livraison",
        "Le nom de l’article est coupé à trente caractères sur le bon imprimé. À l’écran il est entier.",
    ),
    (
        Nuisance,
        "Ajouter un destinataire au rapport hebdomadaire",
        "Pourriez-vous ajouter la direction des achats aux destinataires du rapport du lundi ?",
    ),
    (
        Nuisance,
        "Couleur illisible dans le tableau de bord",
        "Le jaune des commandes en attente se lit mal sur fond blanc, surtout à l’impression.",
    ),
    (
        Nuisance,
        "Comment archiver un ancien fournisseur ?",
        "Nous ne travaillons plus avec ce fournisseur et il apparaît toujours dans la liste. Faut-il le supprimer ?",
    ),
    (
        Nuisance,
        "Faute d’orthographe dans le message de confirmation",
        "Il est écrit « votre demande à été prise en compte » sur la page de confirmation.",
    ),
    (
        Nuisance,
        "Question sur la durée de conservation des documents",
        "Combien de temps les documents déposés sont-ils gardés, et où le voit-on ?",
    ),
    (
        Nuisance,
        "Le filtre par date oublie son réglage",
        "À chaque retour sur la liste, la période repasse au mois en cours.",
    ),
    (
        Nuisance,
        "Arrondi d’un centime sur un devis",
        "Un devis de trois lignes affiche un total d’un centime de plus que la somme. La facture est juste.",
    ),
    (
        Nuisance,
        "Demande de formation pour deux nouveaux arrivants",
        "Deux personnes rejoignent le service en début de mois. Quelles dates de formation proposez-vous ?",
    ),
    (
        Nuisance,
        "Notification reçue hors des heures de bureau",
        "Les alertes de stock arrivent à trois heures du matin. Peut-on les grouper à l’ouverture ?",
    ),
];

/// What customers are answered.
pub(super) const REPLIES: [&str; 4] = [
    "Bonjour, nous reproduisons le problème et cherchons la cause. Prochain point en fin de journée.",
    "Bonjour, une correction est en préparation. En attendant, la marche à suivre ci-dessous permet de continuer.",
    "Bonjour, pouvez-vous nous dire sur combien de postes cela se produit, et depuis quelle heure ?",
    "Bonjour, le réglage a été corrigé de notre côté. Pouvez-vous vérifier du vôtre ?",
];
/// What an agent notes down.
pub(super) const NOTE: &str = "Vu avec l’équipe technique, à reprendre après la réunion.";
/// What is awaited from a customer.
pub(super) const AWAITED: &str = "Confirmation du client demandée";
