# Les mots de Guichet, en français.
# Tapez des espaces ordinaires : les espaces insécables sont posées à la lecture, par règle.
# Une clé commence par le nom de l'écran ou de la chose : queue-…, ticket-…, form-…
# Les mêmes clés sont dans en.ftl ; un essai compare les deux.

## Dates, heures, durées, tailles

date-long-time = { $weekday } { $day }{"\u00A0"}{ $month }{"\u00A0"}{ $year } à { $hour } h{"\u00A0"}{ $minute }
date-long = { $weekday } { $day }{"\u00A0"}{ $month }{"\u00A0"}{ $year }
date-civil = { $day }{"\u00A0"}{ $month }{"\u00A0"}{ $year }
date-day-time = { $weekday } { $day }{"\u00A0"}{ $month } à { $hour } h{"\u00A0"}{ $minute }
date-day = { $weekday } { $day }{"\u00A0"}{ $month }
date-narrow-day = { $wd }{"\u00A0"}{ $day }
date-short-day-time = { $wd } { $day }{"\u00A0"}{ $mon } { $hour }:{ $minute }
date-sentence-time = { $hour } h{"\u00A0"}{ $minute }
date-today = auj. { $hour }:{ $minute }
date-tomorrow = demain { $hour }:{ $minute }
date-yesterday = hier { $hour }:{ $minute }
date-weekday-time = { $wd } { $hour }:{ $minute }
date-short = { $day }{"\u00A0"}{ $mon } { $hour }:{ $minute }
date-short-year = { $day }{"\u00A0"}{ $mon }{"\u00A0"}{ $year } { $hour }:{ $minute }
date-today-sentence = aujourd’hui à { $hour } h{"\u00A0"}{ $minute }
date-tomorrow-sentence = demain à { $hour } h{"\u00A0"}{ $minute }
date-yesterday-sentence = hier à { $hour } h{"\u00A0"}{ $minute }
date-day-of-month = { $day ->
    [1] 1er
   *[other] { $day }
}
date-weekday = { $weekday ->
    [1] lundi
    [2] mardi
    [3] mercredi
    [4] jeudi
    [5] vendredi
    [6] samedi
   *[7] dimanche
}
date-weekday-short = { $weekday ->
    [1] lun.
    [2] mar.
    [3] mer.
    [4] jeu.
    [5] ven.
    [6] sam.
   *[7] dim.
}
date-month = { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
}
date-month-short = { $month ->
    [1] janv.
    [2] févr.
    [3] mars
    [4] avr.
    [5] mai
    [6] juin
    [7] juil.
    [8] août
    [9] sept.
    [10] oct.
    [11] nov.
   *[12] déc.
}
amount-seconds = { $seconds } s
amount-minutes = { $minutes } min
amount-hours = { $hours } h
amount-hours-minutes = { $hours } h{"\u00A0"}{ $minutes }
amount-days = { $days } j
amount-days-hours = { $days } j { $hours } h
amount-business = { $amount } ouvrées
size-bytes = { $size } o
size-kilobytes = { $size } ko
size-megabytes = { $size } Mo
size-gigabytes = { $size } Go
zone-utc = temps universel (UTC)
zone-of = heure de { $place }
zone-of-vowel = heure d’{ $place }
zone-place = { $zone ->
    [Indian-Reunion] La Réunion
    [Pacific-Noumea] Nouméa
    [America-Miquelon] Saint-Pierre
    [America-St-Barthelemy] Saint-Barthélemy
    [America-Marigot] Saint-Martin
    [Europe-Brussels] Bruxelles
    [Europe-Zurich] Zurich
    [Europe-London] Londres
    [Europe-Lisbon] Lisbonne
    [Europe-Rome] Rome
    [Europe-Vienna] Vienne
    [Africa-Algiers] Alger
   *[other] -
}

## Cadre des pages

layout-skip = Aller au contenu
layout-main-nav = Navigation principale
layout-views-nav = Vues enregistrées
layout-views = Vues
layout-queues = Files
layout-title = { $page } – Guichet
layout-title-error = Erreur : { $page } – Guichet
layout-support-of = support de { $organisation }
layout-new-request = Nouvelle demande
layout-my-requests = Mes demandes
layout-help = Aide
layout-sign-in = Se connecter
layout-sign-out = Se déconnecter
layout-signed-in-as = { $name }, connecté
layout-this-language = Français
layout-switch = Lire cette page en anglais
layout-look = Apparence
layout-theme-dark = Sombre
layout-theme-light = Clair
layout-theme-system = Comme le système
layout-density-comfortable = Lignes hautes
layout-density-compact = Lignes serrées
layout-required = Toutes les réponses sont demandées, sauf mention « facultatif ».
layout-optional = (facultatif)
nav-queue = File support
nav-to-take = À prendre en charge
nav-mine = Mes demandes
nav-soon = Échéance < 1 h
nav-waiting-customer = En attente client
nav-waiting-vendor = En attente éditeur
nav-search = Rechercher
nav-escalations = Escalades
nav-letters = Lettres
nav-contracts = Contrats
nav-help = Aide
open-tickets = { $count ->
    [0] Aucune demande ouverte
    [one] { $count } demande ouverte
   *[other] { $count } demandes ouvertes
}

## Démonstration

demo-bar = Démonstration
demo-now = Il est { $now }
demo-advance = Avancer l’horloge
demo-by-15m = 15 min
demo-by-1h = 1 h
demo-by-opening = jusqu’à l’ouverture
demo-by-1d = 1 jour
demo-letters = Lettres envoyées
demo-letters-count = { $count ->
    [0] Aucune lettre envoyée
    [one] { $count } lettre envoyée
   *[other] { $count } lettres envoyées
}

## Formulaires

form-problem = Il y a un problème
form-nothing-lost = Rien n’est perdu : tout ce que vous avez écrit est encore là.
field-most = { $most ->
    [one] { $most } signe au plus.
   *[other] { $most } signes au plus.
}
field-left = Signes restants : ##
field-over = Signes en trop : ##

## Porte

door-date = À chaque demande, une date.
door-proof = À chaque date, sa preuve.
sign-in-title = Se connecter
sign-in-desk = Espace de { $desk } et de ses clients
sign-in-email = Adresse électronique
sign-in-password = Mot de passe
sign-in-do = Se connecter
sign-in-lost = Mot de passe oublié, ou pas encore de compte ? Demandez un lien à la personne qui administre Guichet chez vous.
sign-in-no-address = Saisissez votre adresse électronique, comme nom@exemple.fr
sign-in-no-password = Saisissez votre mot de passe
sign-in-wrong = Vérifiez l’adresse et le mot de passe : ils ne vont pas ensemble
sign-in-too-many = Trop d’essais. Recommencez { $again }

## Pastille d'échéance

chip-due = Échéance : { $due }, { $zone }
chip-left = reste { $amount }
chip-soon = plus que { $amount }
chip-late = en retard de { $amount }
chip-resumes = reprend { $at }
chip-paused = en pause
chip-paused-for = { $reason } · { $amount }
chip-kept = tenu
chip-early = { $amount } d’avance
chip-missed = manqué
chip-over = { $amount } de retard


# letters

letter-instant = { $when }, { $zone }
letter-preview = { $label } : { $value }
letter-list = { $first } et { $last }
letter-priority = { $word } ({ $priority })
letter-target = { $amount } (contrat { $contract })
letter-target-clause = { $amount } (contrat { $contract }, { $clause })
letter-promised = Délai promis : { $target }.
letter-counted-from = Le support est fermé en ce moment : le délai compte à partir du { $when }.
letter-counted-at = Calculé le { $when }.
letter-due-acknowledge = Prise en charge promise au plus tard
letter-due-respond = Réponse promise au plus tard
letter-due-update = Prochaine information promise au plus tard
letter-due-resolve = Résolution promise au plus tard
letter-no-promise = Le contrat n’annonce pas de délai pour cette demande. Elle est dans la file du support.
letter-row-reference = Référence
letter-row-subject = Sujet
letter-row-service = Service
letter-row-priority = Priorité
letter-row-filed = Déposée
letter-row-customer = Client
letter-row-requester = Demandeur
letter-row-author = Réponse de
letter-row-clock = Chronomètre
letter-row-agent = Agent
letter-row-told = Prévenus
letter-row-server = Serveur
letter-row-sent = Envoyé
letter-row-site = Adresse
letter-nobody = personne pour l’instant
letter-follow = Suivre ma demande
letter-why-deadline = Pourquoi cette échéance ?
letter-read-and-answer = Lire et répondre
letter-open-ticket = Ouvrir la demande
letter-acknowledge = J’en prends connaissance
letter-acknowledge-means = En prendre connaissance arrête les rappels de cette échéance ; le délai, lui, continue.
letter-write-there = Pour répondre ou préciser, passez par la page de la demande : une réponse à ce courriel n’y arriverait pas.
letter-secret = Le lien de ce message ouvre la demande sans mot de passe : ne le transmettez qu’à qui peut la lire.
letter-answer-on-page = Répondez depuis la page de la demande : une réponse à ce courriel n’y arriverait pas.
letter-received-eyebrow = Accusé de réception
letter-received-heading = Votre demande est enregistrée sous la référence { $reference }
letter-why-received = Vous recevez ce message parce que votre adresse a été donnée en déposant cette demande ({ $site }). Si ce n’est pas vous, vous pouvez l’ignorer.
letter-replied-eyebrow = Réponse à votre demande { $reference }
letter-replied-heading = { $author } vous a répondu
letter-resolved-eyebrow = Demande { $reference } résolue par { $author }
letter-resolved-heading = Votre demande est résolue
letter-resolved-reopen = Si le problème continue, écrivez-le sur la page de la demande : elle sera rouverte.
letter-why-replied = Vous recevez ce message parce que vous avez déposé la demande { $reference } ({ $site }).
letter-wrote-eyebrow = Message du demandeur
letter-wrote-heading = { $requester } vous a écrit
letter-why-assigned = Vous recevez ce message parce que la demande { $reference } vous est attribuée.
letter-why-queue = Vous recevez ce message parce que la demande { $reference } attend dans votre file.
letter-escalated-eyebrow = Escalade, niveau { $level } ({ $when }) · priorité { $priority }
letter-soon-acknowledge = Il reste { $amount } pour prendre la demande en charge
letter-soon-respond = Il reste { $amount } pour répondre à la demande
letter-soon-update = Il reste { $amount } pour donner des nouvelles au demandeur
letter-soon-resolve = Il reste { $amount } pour résoudre la demande
letter-late-acknowledge = La prise en charge est en retard de { $amount }
letter-late-respond = La réponse est en retard de { $amount }
letter-late-update = Les nouvelles promises au demandeur sont en retard de { $amount }
letter-late-resolve = La résolution est en retard de { $amount }
letter-now-acknowledge = L’échéance de prise en charge vient de passer
letter-now-respond = L’échéance de réponse vient de passer
letter-now-update = L’échéance des nouvelles promises au demandeur vient de passer
letter-now-resolve = L’échéance de résolution vient de passer
letter-deadline = Échéance
letter-deadline-missed = Échéance dépassée
letter-late-mark = Ce message part en retard, car le service était arrêté : il était dû le { $due } et n’a pu partir que le { $fired }.
letter-folded = { $count ->
    [one] Il vaut aussi pour le niveau { $levels }, qui n’a pas pu partir.
   *[other] Il vaut aussi pour les niveaux { $levels }, qui n’ont pas pu partir.
}
letter-clock-acknowledge = prise en charge
letter-clock-respond = réponse
letter-clock-update = information régulière
letter-clock-resolve = résolution
letter-why-escalated = Vous recevez ce message parce que l’échelle d’escalade du contrat { $contract } prévient au niveau { $level } ({ $when }) : { $recipients }.
letter-test-title = Essai d’envoi, { $site }
letter-test-eyebrow = Essai d’envoi
letter-test-heading = Les lettres partent
letter-test-body = Le serveur de courrier a accepté ce message : les réglages sont bons. Vérifiez encore qu’il n’est pas rangé parmi les indésirables.
letter-why-test = Vous recevez ce message parce que quelqu’un a essayé l’envoi vers votre adresse.

# levels of the ladder
level-share = { $percent } % de l’objectif
level-before = { $amount } avant l’échéance
level-breach = échéance
level-after = { $amount } après l’échéance
level-repeat = rappel toutes les { $amount } après l’échéance
