//! What customers of the demonstration write about, and what they are answered.

use crate::domain::ticket::{Answers, Reach, Workable, Workaround};

/// How grave a request is, in the terms of the form.
#[derive(Clone, Copy, Debug)]
pub(super) enum Gravity {
    /// At a standstill, without another way.
    Blocked,
    /// Somebody else's data is visible.
    Crossing,
    /// An essential function is missing; there is another way.
    Degraded,
    /// A nuisance.
    Nuisance,
    /// The requester could not tell.
    Unsaid,
}

impl Gravity {
    pub(super) fn answers(self) -> Answers {
        let plain = Answers::default();
        match self {
            Self::Blocked => Answers {
                workable: Workable::No,
                reach: Reach::Everyone,
                workaround: Workaround::No,
                ..plain
            },
            Self::Crossing => Answers {
                workable: Workable::Partly,
                reach: Reach::Team,
                crossing: true,
                ..plain
            },
            Self::Degraded => Answers {
                workable: Workable::Partly,
                reach: Reach::Team,
                workaround: Workaround::Yes,
                regression: true,
                ..plain
            },
            Self::Nuisance => Answers {
                workable: Workable::Yes,
                reach: Reach::Me,
                workaround: Workaround::Yes,
                ..plain
            },
            Self::Unsaid => plain,
        }
    }
}

use Gravity::{Blocked, Crossing, Degraded, Nuisance, Unsaid};

/// A request: the service's slug, how grave it is, the subject, the text.
pub(super) type Topic = (&'static str, Gravity, &'static str, &'static str);

/// The requests, in the order in which they are filed.
pub(super) const TOPICS: [Topic; 52] = [
    (
        "weavy",
        Degraded,
        "Export comptable refusé par la banque",
        "Le fichier part, la banque répond « format inconnu ». Avant la mise à jour de jeudi il passait.",
    ),
    (
        "weavy",
        Nuisance,
        "Logo flou sur les devis imprimés",
        "À l’écran il est net, sur le papier il bave.",
    ),
    (
        "support",
        Unsaid,
        "Ajouter un champ « numéro d’engagement »",
        "Le service des finances le demande sur chaque commande. Est-ce un paramètre ?",
    ),
    (
        "callcenter",
        Degraded,
        "Statistiques d’appels en double depuis lundi",
        "Chaque appel du matin compte deux fois dans le tableau. L’après-midi est juste.",
    ),
    (
        "azprojet",
        Degraded,
        "Police manquante dans les modèles de courrier",
        "Nos modèles utilisent une police qui n’est plus proposée ; le courrier sort en caractères standard.",
    ),
    (
        "jamespot",
        Nuisance,
        "Photos des interventions tournées de 90°",
        "Les photos prises au téléphone se couchent dans le fil de la communauté.",
    ),
    (
        "weavy",
        Degraded,
        "Reprise de l’historique 2019 à 2021",
        "L’import s’arrête à mi-chemin sans message. Nous avons gardé le fichier.",
    ),
    (
        "dataleon",
        Degraded,
        "Pièces d’identité en attente depuis une heure",
        "Douze dossiers restent « en cours de contrôle », d’habitude c’est l’affaire de quelques minutes.",
    ),
    (
        "support",
        Nuisance,
        "Libellé anglais sur le portail client",
        "Le bouton « Submit » apparaît au milieu d’une page en français.",
    ),
    (
        "weavy",
        Degraded,
        "Tournées du matin absentes de la carte",
        "Les tournées d’avant 9 h ne sont pas dessinées ; celles de la journée le sont.",
    ),
    (
        "callcenter",
        Nuisance,
        "Changer l’adresse d’expédition des rapports",
        "Les rapports du lundi partent encore à l’ancienne adresse.",
    ),
    (
        "jamespot",
        Degraded,
        "Accès au module Inventaire pour deux personnes",
        "Elles voient le menu mais la page reste blanche.",
    ),
    (
        "weavy",
        Blocked,
        "Import nocturne des articles interrompu",
        "L’import s’est arrêté à 6 h 12 sur un article en double. Aucun article créé depuis n’est visible, et les commandes de la journée en dépendent.",
    ),
    (
        "azprojet",
        Nuisance,
        "Total TTC arrondi au franc dans un modèle",
        "Un vieux modèle affiche encore un arrondi sans centimes.",
    ),
    (
        "support",
        Degraded,
        "Doublons dans la liste des fournisseurs",
        "Depuis la fusion des deux sites, chaque fournisseur apparaît deux fois.",
    ),
    (
        "weavy",
        Degraded,
        "Code-barres illisible sur les bons de livraison",
        "Le lecteur de quai refuse un bon sur trois. Nous saisissons à la main.",
    ),
    (
        "dataleon",
        Nuisance,
        "Tableau de bord : filtre par mois oublié",
        "Le filtre revient à « tout » à chaque visite.",
    ),
    (
        "jamespot",
        Degraded,
        "Invitation jamais reçue par trois collègues",
        "Nous avons vérifié les indésirables. Les autres invitations sont arrivées.",
    ),
    (
        "weavy",
        Degraded,
        "Édition lente des factures de plus de cent lignes",
        "Plus de quatre minutes par facture, contre quelques secondes la semaine dernière.",
    ),
    (
        "callcenter",
        Degraded,
        "Notation des appels sortants indisponible",
        "La note reste à zéro pour les appels sortants. Les entrants sont notés.",
    ),
    (
        "support",
        Degraded,
        "Demande de rattachement d’une filiale",
        "Nous reprenons une société au 1er du mois : que faut-il préparer ?",
    ),
    (
        "weavy",
        Degraded,
        "Synchronisation du catalogue arrêtée à 80 %",
        "La barre n’avance plus depuis ce matin. La veille, tout allait bien.",
    ),
    (
        "azprojet",
        Blocked,
        "Paiement en ligne refusé pour toutes les cartes",
        "Aucun paiement ne passe depuis l’ouverture. Les clients appellent.",
    ),
    (
        "weavy",
        Degraded,
        "Droits d’un acheteur perdus après mutation",
        "Il ne voit plus les commandes de son ancien service, qu’il doit encore solder.",
    ),
    (
        "jamespot",
        Nuisance,
        "Recherche : les accents comptent",
        "« médaillé » et « medaille » ne donnent pas la même chose.",
    ),
    (
        "dataleon",
        Degraded,
        "Rejet de passeports pourtant valables",
        "Trois passeports récents rejetés ce matin pour « zone illisible ». Les photos nous paraissent bonnes.",
    ),
    (
        "callcenter",
        Degraded,
        "Musique d’attente coupée après dix secondes",
        "Le silence fait raccrocher les gens.",
    ),
    (
        "support",
        Nuisance,
        "Comment exporter la liste des tickets ?",
        "Pour la réunion de service de mardi.",
    ),
    (
        "weavy",
        Blocked,
        "Clôture mensuelle impossible, message 512",
        "Le bouton « Clôturer » répond « erreur 512 » pour tout le monde. La déclaration part demain soir.",
    ),
    (
        "weavy",
        Degraded,
        "Envoi des bons de commande par courriel en échec",
        "Les bons restent dans la file d’envoi, sans message. Nous les envoyons à la main.",
    ),
    (
        "azprojet",
        Degraded,
        "Pièces jointes perdues après enregistrement",
        "La pièce est là, on enregistre, elle n’y est plus. Une fois sur deux.",
    ),
    (
        "jamespot",
        Degraded,
        "Agenda partagé décalé d’une heure",
        "Depuis le passage à l’heure d’hiver, les réunions créées au téléphone se décalent.",
    ),
    (
        "callcenter",
        Crossing,
        "Un enregistrement d’un autre client dans notre liste",
        "Un appel qui n’est pas le nôtre apparaît dans notre liste d’écoute. Nous ne l’avons pas ouvert.",
    ),
    (
        "support",
        Degraded,
        "Mot de passe refusé sur la préproduction",
        "Le compte de recette n’entre plus depuis vendredi.",
    ),
    (
        "weavy",
        Nuisance,
        "Colonne trop étroite dans le journal des ventes",
        "Les références longues sont coupées à l’impression.",
    ),
    (
        "dataleon",
        Nuisance,
        "Nom du contrôleur absent du rapport",
        "La case est vide depuis le nouveau modèle.",
    ),
    (
        "weavy",
        Degraded,
        "Stock négatif après un inventaire partiel",
        "Deux articles sont passés à moins douze alors que l’inventaire était juste.",
    ),
    (
        "azprojet",
        Degraded,
        "Export du planning vers le tableur incomplet",
        "Il manque les lignes du samedi.",
    ),
    (
        "jamespot",
        Nuisance,
        "Couleur de la bannière perdue",
        "Elle est redevenue grise après la maintenance.",
    ),
    (
        "weavy",
        Degraded,
        "Connexion impossible pour trois commerciaux",
        "« Session expirée » à chaque tentative ; leurs collègues entrent sans problème.",
    ),
    (
        "support",
        Unsaid,
        "Quelle version est maintenue jusqu’en juin ?",
        "Nous préparons la montée de version.",
    ),
    (
        "weavy",
        Blocked,
        "Commandes d’achat : la validation échoue, erreur 409",
        "Depuis 14 h environ, plus personne ne peut valider une commande d’achat. On clique sur « Valider », la page tourne, puis affiche « erreur 409 ». Nous avons essayé sur quatre postes, avec Firefox et avec Chrome.",
    ),
    (
        "callcenter",
        Degraded,
        "Tableau mural figé depuis ce matin",
        "L’heure affichée est 8 h 04. Les superviseurs comptent les appels à la main.",
    ),
    (
        "azprojet",
        Crossing,
        "Deux structures voient le même planning",
        "Une collègue d’une autre structure voit nos affectations de la semaine.",
    ),
    (
        "jamespot",
        Degraded,
        "Notification mobile absente pour les mentions",
        "Elles arrivent par courriel mais plus sur le téléphone.",
    ),
    (
        "weavy",
        Degraded,
        "Lenteur à l’ouverture des fiches clients",
        "Sept secondes par fiche, sur tous les postes du site.",
    ),
    (
        "dataleon",
        Degraded,
        "Le lien de dépôt expire trop tôt",
        "Nos clients reçoivent « lien expiré » après une heure au lieu d’un jour.",
    ),
    (
        "support",
        Degraded,
        "Le rappel de rendez-vous part en double",
        "Deux messages à la même minute, au même numéro.",
    ),
    (
        "weavy",
        Degraded,
        "Aperçu des étiquettes vide",
        "L’impression marche, l’aperçu reste blanc.",
    ),
    (
        "azprojet",
        Nuisance,
        "Tri par date à l’envers",
        "Le plus ancien vient en premier, contrairement à l’aide.",
    ),
    (
        "jamespot",
        Degraded,
        "Connexion de deux prestataires refusée",
        "Leur domaine a changé ce mois-ci.",
    ),
    (
        "weavy",
        Blocked,
        "Les étiquettes de transport ne s’impriment plus",
        "Le bouton « Imprimer les étiquettes » ne fait plus rien, sur les deux quais. Les camions de 17 h ne peuvent pas partir sans étiquettes.",
    ),
];

/// Answers that agents give, in turn.
pub(super) const REPLIES: [&str; 6] = [
    "Bonjour, nous reproduisons le problème et cherchons la cause. Prochaine nouvelle dans la demi-journée.",
    "Bonjour, pouvez-vous nous envoyer le journal de l’import de ce matin ?\n\n1. Ouvrez **Administration**, puis **Échanges**\n2. Dans *Journaux*, choisissez le dernier\n3. Joignez `import.log` à votre réponse",
    "Bonjour, un contournement est en place depuis ce matin : passez par le menu Fichier, Imprimer. La correction suit.",
    "Bonjour, la correction est installée sur votre plateforme de test. Pouvez-vous confirmer avant la production ?",
    "Bonjour, merci pour les précisions. Le réglage se trouve dans Paramètres, Présentation ; nous l’avons vérifié chez vous.",
    "Bonjour, l’éditeur a été saisi avec votre journal ; nous vous tenons au courant dès sa réponse.",
];

/// What agents write to each other, in turn.
pub(super) const NOTES: [&str; 4] = [
    "Même verrou que la semaine dernière : l’import nocturne laisse la table `articles` bloquée.\n\n- redémarrer l’import suffit\n- ne pas relancer entre 2 h et 4 h",
    "Vu avec l’équipe : le correctif passe en recette cet après-midi.",
    "À surveiller, troisième demande du même site en dix jours.",
    "Le client préfère être rappelé avant midi.",
];
