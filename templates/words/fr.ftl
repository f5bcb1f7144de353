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
date-exact-day-time = { $wd } { $day }{"\u00A0"}{ $mon } { $hour }:{ $minute }:{ $second }
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
amount-minutes-seconds = { $minutes } min { $seconds } s
amount-hours-minutes-seconds = { $hours } h { $minutes } min { $seconds } s
amount-days = { $days } j
amount-days-hours = { $days } j { $hours } h
amount-business = { $amount } { $many ->
    [no] ouvrée
   *[yes] ouvrées
}
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

## Fiche de preuve d’une échéance
sla-title = Pourquoi cette échéance ?
sla-deadline = Échéance
sla-promise = Promesse
sla-promise-of = { $promise }, { $clock }, priorité { $priority }
sla-clause = Clause
sla-clause-of = { $reference } : { $text }
sla-start = Départ
sla-counted-from = Compté à partir de
sla-instant-in-zone = { $instant }, { $zone }
sla-provisional = Le chronomètre est en pause : l’échéance recule tant qu’elle dure.
sla-column-from = Du
sla-column-to = Au
sla-column-reason = Raison
sla-column-length = Durée
sla-column-sum = Cumul
sla-counted = compté : ouvert
sla-counted-by-the-clock = compté : nuits et jours fériés compris
sla-paused = pause { $number } : { $reason }
sla-skipped = ({ $length })
sla-closed-hours = fermé : hors des heures d’ouverture
sla-closed-day = fermé : pas d’ouverture ce jour
sla-closed-holiday = férié : { $name }
sla-closed-holiday-bare = férié
sla-closed-closure = fermé : { $name }
sla-closed-closure-bare = fermé : fermeture exceptionnelle
sla-closed-bridge = fermé : pont, { $name }
sla-closed-bridge-bare = fermé : pont
sla-total = Total compté : { $amount }, pour une promesse de { $promise }.
sla-pause-clause = Pause { $number }, { $reference } : { $text }
sla-clock-acknowledge = prise en charge
sla-clock-respond = réponse
sla-clock-update = information régulière
sla-clock-resolve = résolution
sla-cause-waiting-for-customer = attente du client
sla-cause-waiting-for-integrator = attente de l’intégrateur
sla-cause-their-own-work = travaux du client ou de l’intégrateur
sla-cause-restore-on-request = restauration demandée
sla-cause-help-on-request = aide demandée
sla-cause-outside-cause = cause extérieure
sla-cause-resolved = demande résolue, puis rouverte
sla-cause-supposed = supposée
sla-changes = Ce qui a changé le chronomètre :
sla-changed-started = départ
sla-changed-requalified = priorité { $from } devenue { $to }, depuis le même départ
sla-changed-paused = pause : { $reason }
sla-changed-resumed = reprise
sla-changed-stopped = arrêt
sla-changed-reopened = reprise après réouverture
sla-nothing-asked = Donnez la référence d’une demande, ou --contract, --priority et --filed.
sla-no-promise = Le contrat « { $contract } » ne promet rien pour le chronomètre { $clock } en priorité { $priority }.
sla-not-a-pause = « { $text } » n’est pas une pause ; écrivez DÉBUT/FIN, par exemple 2026-12-24T15:40/2026-12-24T16:30.
sla-pause-backwards = La pause « { $text } » finit avant de commencer.

## Simulation d’un contrat sur un journal
simulate-title = Contrat « { $contract } », journal jusqu’au { $end }
simulate-tickets-read = { $tickets ->
    [one] { $tickets } demande, { $rows } lignes
   *[other] { $tickets } demandes, { $rows } lignes
}
simulate-column-clock = Chronomètre
simulate-column-priority = Priorité
simulate-column-promise = Promesse
simulate-column-tickets = Demandes
simulate-column-kept = Tenues
simulate-column-late = En retard
simulate-column-open = En cours
simulate-column-warned = Averties
simulate-column-share = Part tenue
simulate-share = { $kept }/{ $ended } = { $percent } %
simulate-not-paused = { $count ->
    [one] { $count } attente « { $reason } » a été comptée : le contrat ne la retire pas.
   *[other] { $count } attentes « { $reason } » ont été comptées : le contrat ne les retire pas.
}
simulate-no-promise = sans promesse
simulate-median = médiane { $median }
simulate-reading = Lecture
simulate-replaying = Rejeu

# public pages
clock-acknowledge = Prise en charge
clock-respond = Réponse
clock-update = Prochaine nouvelle
clock-resolve = Résolution
pause-waiting-for-customer = attente client
pause-waiting-for-integrator = attente intégrateur
pause-their-own-work = travaux du client
pause-restore-on-request = restauration demandée
pause-help-on-request = aide demandée
pause-outside-cause = cause extérieure
pause-resolved = demande résolue
pause-supposed = pause supposée
closed-night = nuit
closed-break = fermeture dans la journée
closed-weekend = week-end
closed-day = jour sans ouverture
opening-days = { $first } à { $last }
opening-on = { $days }, { $hours }
opening-and = { $first } et { $next }
opening-from-to = { $from } à { $to }
opening-but-holidays = { $hours }, hors jours fériés
opening-sentence = Support ouvert : { $hours }, { $zone }
sign-in-again-in = dans { $amount }
escalation-by-link = le lien de la lettre
form-title = Déposer une demande
form-lead = Décrivez ce qui se passe avec vos mots. Vous recevrez une référence et une date d’engagement.
form-closed = Le support est fermé en ce moment.
form-closed-counts = Déposez maintenant : rien ne se perd, et le compte démarre { $at }.
form-closed-runs = Déposez maintenant : rien ne se perd. Le support rouvre { $at } ; un délai en heures ouvrées compte à partir de là, un délai d’horloge dès le dépôt.
form-trap = Laissez vide
form-step-who = Vous et le service
form-step-what = Ce qui se passe
form-step-blocked = Ce qui est bloqué
form-service = Quel service est concerné ?
form-service-only = Service concerné : { $service }
form-service-none = Choisissez un service
form-service-choose = Sélectionnez le service concerné
form-name = Votre nom
form-name-blank = Saisissez votre nom
form-name-long = Raccourcissez le nom : { $most } caractères au plus
form-email = Votre adresse électronique
form-email-hint = Pour vous répondre ; le récapitulatif part à cette adresse.
form-email-blank = Saisissez votre adresse électronique
form-email-malformed = Saisissez une adresse électronique complète, comme nom@exemple.fr
form-email-long = Saisissez une adresse électronique plus courte : 254 caractères au plus
form-organisation = Votre structure
form-organisation-long = Raccourcissez le nom de la structure : { $most } caractères au plus
form-subject = En une phrase
form-subject-blank = Saisissez en une phrase ce qui ne va pas
form-subject-long = Raccourcissez la phrase : { $most } caractères au plus
form-text = En détail
form-text-hint = Ce que vous faisiez, ce que vous attendiez, le message affiché.
form-text-blank = Saisissez ce qui se passe, en quelques mots
form-text-long = Raccourcissez le texte : { $most } caractères au plus
form-workable = Pouvez-vous travailler malgré le problème ?
form-workable-no = Non, c’est à l’arrêt
form-workable-partly = En partie, une fonction essentielle manque
form-workable-yes = Oui, c’est gênant mais nous avançons
form-workable-unknown = Je ne sais pas
form-workable-choose = Sélectionnez si vous pouvez travailler, ou « Je ne sais pas »
form-reach = Combien de personnes sont touchées ?
form-reach-me = Moi seulement
form-reach-team = Une équipe
form-reach-everyone = Tout le monde
form-reach-unknown = Je ne sais pas
form-reach-choose = Sélectionnez combien de personnes sont touchées, ou « Je ne sais pas »
form-workaround = Y a-t-il un moyen de faire autrement en attendant ?
form-workaround-no = Non
form-workaround-yes = Oui, mais c’est pénible
form-workaround-unknown = Je ne sais pas
form-workaround-choose = Sélectionnez s’il y a un moyen de faire autrement, ou « Je ne sais pas »
form-flag = Autre chose à signaler ?
form-flag-random = Cela arrive par moments, pas à chaque fois
form-flag-regression = Cela marchait dans la version précédente
form-flag-crossing = Je vois des données qui ne sont pas les nôtres
form-flag-security = Je pense à un problème de sécurité
form-send = Envoyer la demande
form-send-once = Envoyée deux fois, la demande n’est enregistrée qu’une fois.
form-recalculate = Recalculer
form-offer = D’après vos réponses
form-offer-missing = Répondez aux questions, puis « Recalculer » montre la priorité proposée et la date promise. Un agent relit toujours.
form-offer-acknowledge = Prise en charge au plus tard { $date }
form-offer-respond = Réponse au plus tard { $date }
form-offer-update = Première nouvelle au plus tard { $date }
form-offer-resolve = Résolution au plus tard { $date }
form-offer-commitment = { $amount } ; { $contract }, { $clause } ; { $zone }.
form-offer-nothing = Le contrat n’annonce pas de délai pour cette priorité.
form-offer-counted = Le support est fermé ; le compte commence { $at }.
form-offer-clause = Priorité d’après { $clause } : « { $text } »
form-offer-proposal = C’est une proposition : un agent la confirme ou la corrige, et vous dit pourquoi.
filed-title = Demande enregistrée { $reference }
filed-done = Demande enregistrée
filed-priority = priorité « { $word } », confirmée par un agent
filed-priority-proposed = priorité proposée : { $word } ; un agent la confirmera
filed-promise-acknowledge = Nous la prendrons en charge au plus tard { $date }, { $zone }.
filed-promise-respond = Nous vous répondrons au plus tard { $date }, { $zone }.
filed-promise-update = Nous vous donnerons des nouvelles au plus tard { $date }, { $zone }.
filed-promise-resolve = Nous la résoudrons au plus tard { $date }, { $zone }.
filed-promise-none = Le contrat n’annonce pas de délai pour cette demande. Elle est dans la file du support.
filed-commitment = Engagement
filed-commitment-is = { $amount }, priorité { $priority }
filed-clause = Clause
filed-clause-is = { $contract }, { $clause }
filed-counts = Le compte commence
filed-counts-from = { $from } : vous avez écrit { $filed }, le support était fermé
filed-hours = Horaires
filed-next = Et maintenant
filed-step-filed = Enregistrée
filed-step-opening = Ouverture du support
filed-step-opening-when = { $at }, le compte démarre
filed-step-acknowledge = Un agent la prend en charge
filed-step-respond = Un agent vous répond
filed-step-update = Nous vous donnons des nouvelles
filed-step-resolve = La demande est résolue
filed-step-by = au plus tard { $at }
filed-step-paused = en pause depuis { $amount }
filed-step-every = Des nouvelles au moins toutes les { $amount }, jusqu’à la solution
filed-sent = Un récapitulatif part à { $email }. Cette page garde son adresse : vous pouvez la rouvrir quand vous voulez.
filed-moved-on = Depuis, la demande a avancé : suivez-la sur sa page.
filed-follow = Suivre ou compléter la demande
filed-another = Déposer une autre demande
request-title = Votre demande
request-title-of = { $reference } { $subject }
request-state-new = Enregistrée
request-state-open = En cours
request-state-paused = En pause
request-state-resolved = Résolue
request-handled-by = { $name } s’en occupe
request-resolved-at = Résolue { $date }. Si le problème continue, écrivez-le ci-dessous : la demande sera rouverte.
request-due-acknowledge = Nous la prendrons en charge au plus tard { $date }.
request-due-respond = Nous vous répondrons au plus tard { $date }.
request-due-update = Vous aurez des nouvelles au plus tard { $date }.
request-due-resolve = La solution est due au plus tard { $date }.
request-was-due-acknowledge = La prise en charge était due { $date }.
request-was-due-respond = Notre réponse était due { $date }.
request-was-due-update = Des nouvelles étaient dues { $date }.
request-was-due-resolve = La solution était due { $date }.
request-late-acknowledge = Nous n’avons pas tenu notre engagement : la prise en charge, due { $due }, est en retard de { $amount }.
request-late-respond = Nous n’avons pas tenu notre engagement : notre réponse, due { $due }, est en retard de { $amount }.
request-late-update = Nous n’avons pas tenu notre engagement : les nouvelles promises, dues { $due }, sont en retard de { $amount }.
request-late-resolve = Nous n’avons pas tenu notre engagement : la solution, due { $due }, est en retard de { $amount }.
request-missed-acknowledge = Nous n’avons pas tenu notre engagement : la prise en charge, due { $due }, a eu { $amount } de retard.
request-missed-respond = Nous n’avons pas tenu notre engagement : notre réponse, due { $due }, a eu { $amount } de retard.
request-missed-update = Nous n’avons pas tenu notre engagement : les nouvelles promises, dues { $due }, ont eu { $amount } de retard.
request-missed-resolve = Nous n’avons pas tenu notre engagement : la solution, due { $due }, a eu { $amount } de retard.
request-awaited-from-you = Nous attendons de vous : { $detail }
request-awaited-your-answer = Nous attendons votre réponse ; le délai ne court pas en attendant.
request-awaited = En pause : { $reason }. Vous n’avez rien à faire.
request-said = Échanges
request-said-by = { $name }, support
request-said-by-yours = { $name }
request-said-by-you = Vous ({ $name })
request-said-by-desk = Guichet
request-promises = Nos engagements
request-yours = Votre demande
request-kept = { $at }, dans le délai de { $target }
request-done-late = { $at }, après le délai de { $target }
request-paused = en pause, sur { $target }
request-due = au plus tard { $at }, { $target }
request-reference = Référence
request-priority = Priorité
request-priority-is = { $priority }, { $word } ; confirmée par un agent
request-priority-proposed = { $priority }, { $word } ; proposée, un agent la confirmera
request-priority-why = Raison
request-service = Service
request-organisation = Structure
request-contract = Contrat
request-filed = Déposée
reply-label = Répondre
reply-hint = Une précision, un message affiché, ce qui a changé depuis.
reply-hint-paused = Votre message fait repartir la demande si c’est votre réponse que nous attendions.
reply-hint-resolved = Écrire ici rouvre la demande.
reply-blank = Saisissez votre message
reply-send = Envoyer à l’équipe support
proof-why = Pourquoi cette échéance ?
proof-title = Pourquoi cette échéance ?
proof-title-of = Pourquoi cette échéance ? { $reference }
proof-back = Revenir à la demande { $reference }
proof-promise-acknowledge = La prise en charge est due au plus tard { $date }, { $zone } : { $target }, selon le contrat.
proof-promise-respond = La réponse est due au plus tard { $date }, { $zone } : { $target }, selon le contrat.
proof-promise-update = Des nouvelles sont dues au plus tard { $date }, { $zone } : { $target }, selon le contrat.
proof-promise-resolve = La résolution est due au plus tard { $date }, { $zone } : { $target }, selon le contrat.
proof-provisional = Le chronomètre est en pause : cette date recule tant que la pause dure. Elle est donnée comme s’il repartait maintenant.
proof-tag-priority = Priorité { $priority }, { $word }
proof-tag-clock = Chronomètre : { $clock }
proof-tag-target = Objectif : { $target }
proof-band-region = Bande de temps, défilable
proof-rows = Le compte, morceau par morceau
proof-rows-region = Tableau des intervalles, défilable
proof-rows-caption = Intervalles comptés et non comptés
proof-col-from = Du
proof-col-to = Au
proof-col-why = Raison
proof-col-lasts = Durée
proof-col-sum = Cumul
proof-row-open = Ouvert : compté
proof-row-runs = Heures d’horloge : tout compte
proof-row-late = Après l’échéance : en retard
proof-row-paused = Pause : { $reason }
proof-row-closed = Fermé : { $reason }
proof-not-counted = { $amount }, non compté
proof-plus = { $first } + { $next }
proof-total = Total compté = objectif
proof-clauses = La clause
proof-quote = « { $text } »
proof-cite = { $contract }, { $clause }
proof-givens = Les données du calcul
proof-given-hours = Ouverture
proof-given-zone = Fuseau
proof-given-holidays = Jours fériés
proof-given-start = Départ
proof-given-pauses = Pauses
proof-given-checked = Vérifié
proof-zone = { $zone }
proof-holidays-none = aucun
proof-holidays-fr = France
proof-holidays-fr-alsace-moselle = France et Alsace-Moselle
proof-holidays-fr-guadeloupe = Guadeloupe
proof-holidays-fr-guyane = Guyane
proof-holidays-fr-la-reunion = La Réunion
proof-holidays-fr-martinique = Martinique
proof-holidays-fr-mayotte = Mayotte
proof-holidays-fr-nouvelle-caledonie = Nouvelle-Calédonie
proof-holidays-fr-polynesie-francaise = Polynésie française
proof-holidays-fr-saint-barthelemy = Saint-Barthélemy
proof-holidays-fr-saint-martin = Saint-Martin
proof-holidays-fr-saint-pierre-et-miquelon = Saint-Pierre-et-Miquelon
proof-holidays-fr-wallis-et-futuna = Wallis-et-Futuna
proof-pauses-none = aucune
proof-pauses-are = { $count ->
    [one] une : { $causes }
   *[other] { $count } : { $causes }
}
proof-checked-same = historique rejoué { $at } : même résultat
proof-checked-other = historique rejoué { $at } : le résultat diffère de ce qui est enregistré, signalez-le
proof-changes = Ce qui a changé le compte
proof-changed-started = Le compte commence
proof-changed-requalified = Priorité changée de { $from } à { $to }, compté depuis le même départ
proof-changed-paused = Mise en pause : { $reason }
proof-changed-resumed = Reprise
proof-changed-stopped = Arrêt
proof-changed-reopened = Réouverture
proof-changed-by = { $what }, par { $name }
proof-again = Refaire le calcul

# public pages
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
demo-by-opening = ouverture
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
    [one] { $most } caractère au plus.
   *[other] { $most } caractères au plus.
}
field-left = Caractères restants : ##
field-over = Caractères en trop : ##

## Porte
door-date = À chaque demande, une date.
door-proof = À chaque date, sa preuve.
sign-in-title = Se connecter
sign-in-desk = { $desk }, espace de l’équipe et des clients
sign-in-email = Adresse électronique
sign-in-password = Mot de passe
sign-in-do = Se connecter
sign-in-no-address = Saisissez votre adresse électronique, comme nom@exemple.fr
sign-in-no-password = Saisissez votre mot de passe
sign-in-wrong = Vérifiez l’adresse et le mot de passe : ils ne vont pas ensemble
sign-in-too-many = Trop d’essais. Recommencez { $again }

## Second facteur
factor-title = Second facteur
factor-lead = Après le mot de passe, Guichet demande un code que votre téléphone change toutes les trente secondes. Un mot de passe volé ne suffit plus pour entrer.
factor-required = Ici, toute l’équipe utilise un second facteur. Mettez le vôtre en place pour continuer : il faut deux minutes et votre téléphone.
factor-set-up = Mettre en place un second facteur
factor-need = Il vous faut une application de codes à usage unique sur votre téléphone. Il en existe de gratuites ; beaucoup de gestionnaires de mots de passe en tiennent lieu.
factor-begin = Commencer
factor-scan = 1. Ajoutez ce compte à l’application
factor-scan-lead = Dans l’application, choisissez d’ajouter un compte, puis visez ce carré ou recopiez la clé.
factor-square = Code QR à viser avec l’application ; il contient la même clé que le texte à côté
factor-key = Clé à recopier
factor-key-hint = Codes à six chiffres, renouvelés toutes les trente secondes (TOTP, SHA-1).
factor-open = Ouvrir dans une application de cet appareil
factor-type = 2. Saisissez le code qu’elle affiche
factor-invented = Dans la démonstration, l’heure est inventée, et votre téléphone l’ignore : le code du moment est { $code }. Pour revenir, utilisez un code de secours ou les liens de la démonstration.
factor-code = Code à six chiffres
factor-turn-on = Activer
factor-forget = Abandonner
factor-on = Second facteur activé
factor-since = Depuis
factor-left = { $count ->
    [0] Il ne vous reste aucun code de secours : demandez-en de nouveaux avant de perdre votre téléphone.
    [one] Il vous reste un code de secours : demandez-en de nouveaux.
   *[other] Il vous reste { $count } codes de secours.
}
factor-change = Gérer le second facteur
factor-change-lead = Chaque changement demande votre mot de passe et un code. Une lettre vous le confirme.
factor-change-lead-outside = Chaque changement demande un code. Une lettre vous le confirme.
factor-just-came = Vous n’avez pas de mot de passe ici : il faut vous être connecté au fournisseur d’identité il y a moins de dix minutes.
factor-come-again = Déconnectez-vous, puis reconnectez-vous par le fournisseur d’identité : c’était il y a trop longtemps
factor-what = Que voulez-vous faire ?
factor-do-codes = Recevoir de nouveaux codes de secours
factor-do-codes-hint = Les précédents ne servent plus.
factor-do-replace = Changer de téléphone ou d’application
factor-do-replace-hint = L’ancien téléphone sert jusqu’au premier code du nouveau.
factor-do-off = Désactiver le second facteur
factor-do-off-hint = Votre mot de passe suffira de nouveau.
factor-proof = Code de l’application, ou code de secours
factor-continue = Continuer
factor-no-what = Choisissez ce que vous voulez faire
factor-no-code = Saisissez les six chiffres que l’application affiche
factor-no-proof = Saisissez les six chiffres de l’application, ou un code de secours de seize lettres et chiffres
factor-wrong = Ce code n’est pas le bon, ou il a déjà servi : saisissez le suivant
factor-wrong-first = Ce code n’est pas le bon : vérifiez que l’heure du téléphone est réglée automatiquement, puis saisissez le code suivant
factor-done-on = Le second facteur est activé, et vos autres appareils sont déconnectés.
factor-done-off = Le second facteur est désactivé, et vos autres appareils sont déconnectés.
factor-codes-title = Vos codes de secours
factor-codes-lead = Sans téléphone, chacun de ces codes vous laisse entrer une fois. Gardez-les ailleurs que sur ce téléphone : imprimés, ou dans un gestionnaire de mots de passe.
factor-codes-once = Ils ne seront plus jamais affichés.
factor-copy = Copier
factor-copied = Les codes sont copiés.
factor-print = Imprimer
factor-codes-kept = C’est noté, continuer
code-title = Code de connexion
code-lead = Saisissez le code que votre application affiche pour ce guichet.
code-recovery-lead = Saisissez l’un de vos codes de secours. Il ne servira plus ensuite.
code-recovery = Code de secours
code-no-recovery = Saisissez les seize lettres et chiffres d’un code de secours
code-recovery-wrong = Ce code n’est pas l’un de vos codes de secours, ou il a déjà servi : saisissez-en un autre
code-by-recovery = Pas de téléphone ? Utiliser un code de secours
code-by-app = Utiliser l’application de codes
code-none = Ni téléphone ni code de secours ? Demandez à la personne qui administre Guichet chez vous de retirer votre second facteur.
code-over = Le code se donne dans les cinq minutes qui suivent le mot de passe. Saisissez d’abord votre adresse et votre mot de passe.
code-again = Recommencer
code-other-account = Se connecter avec un autre compte
letter-factor-title = Second facteur, { $site }
letter-factor-eyebrow = Sécurité du compte
letter-factor-heading = Second facteur
letter-factor-by-nobody = la ligne de commande
letter-factor-on-heading = Votre second facteur est activé
letter-factor-on-body = Depuis le { $when }, un code est demandé après le mot de passe de ce compte. Les autres appareils ont été déconnectés.
letter-factor-replaced-heading = Votre second facteur a changé d’application
letter-factor-replaced-body = Depuis le { $when }, les codes de ce compte viennent d’une autre application ou d’un autre téléphone, et les codes de secours sont nouveaux. Les autres appareils ont été déconnectés.
letter-factor-off-heading = Votre second facteur est désactivé
letter-factor-off-body = Depuis le { $when }, le mot de passe de ce compte suffit pour entrer.
letter-factor-removed-heading = Votre second facteur a été retiré
letter-factor-removed-body = Le second facteur de ce compte a été retiré le { $when } ({ $by }). Le mot de passe suffit jusqu’à ce que vous en mettiez un autre en place. Tous vos appareils ont été déconnectés.
letter-factor-codes-heading = Vos codes de secours sont nouveaux
letter-factor-codes-body = De nouveaux codes de secours ont été donnés le { $when }. Les précédents ne servent plus.
letter-factor-used-heading = Un code de secours a servi
letter-factor-used-body = Un code de secours de ce compte a servi le { $when }. Codes qui restent : { $left }.
letter-factor-guessed-heading = Quelqu’un essaie d’entrer dans votre compte
letter-factor-guessed-body = Le { $when }, le bon mot de passe de ce compte a été donné, puis dix codes faux. Personne n’est entré.
letter-factor-guessed-not-you = Si ce n’est pas vous, quelqu’un connaît votre mot de passe : demandez tout de suite un nouveau mot de passe et prévenez la personne qui administre Guichet chez vous.
letter-kind-second-factor = Second facteur
people-factor = second facteur
people-factor-lead = Téléphone perdu, et codes de secours aussi ? Retirez le second facteur : la personne est déconnectée, son mot de passe suffit jusqu’à ce qu’elle en mette un autre en place. Assurez-vous d’abord que c’est bien elle qui le demande.
people-factor-do = Retirer le second facteur
people-done-factor = Le second facteur est retiré, une lettre l’annonce à la personne.
people-done-address = L’adresse n’est plus signalée. Si une lettre revient encore, elle le sera de nouveau.
bounced-once = Une lettre à { $name } ({ $address }) est revenue { $last } : « { $why } ». Vérifiez l’adresse avant de compter sur un courriel.
bounced-since = Les lettres à { $name } ({ $address }) reviennent depuis { $since }, la dernière { $last } : « { $why } ». Vérifiez l’adresse avant de compter sur un courriel.
bounced-lift = L’adresse fonctionne de nouveau
people-event-factor-on = { $about } active le second facteur de son compte.
people-event-factor-replaced = { $about } change l’application de son second facteur.
people-event-factor-off = { $about } désactive le second facteur de son compte.
people-event-factor-removed = { $by } retire le second facteur de { $about }.
people-event-factor-codes = { $about } reçoit de nouveaux codes de secours.
people-event-factor-used = { $about } utilise un code de secours. Codes qui restent : { $left }.
people-event-factor-guessed = Dix codes faux après le bon mot de passe de { $about }.
help-factor = Le second facteur
help-factor-1 = Sur « Mon compte », mettez en place un code que votre téléphone donne après le mot de passe. Sans téléphone, un code de secours fait entrer une fois ; sans l’un ni l’autre, une personne qui administre retire le second facteur.

## Connexion par un fournisseur d’identité
sign-in-provider = Continuer avec { $provider }
provider-password = Se connecter avec un mot de passe
provider-unreachable-title = Connexion impossible pour l’instant
provider-unreachable-lead = { $provider } ne répond pas.
provider-unreachable-advice = Recommencez dans quelques minutes, ou utilisez votre mot de passe Guichet si vous en avez un.
provider-unsound-title = La connexion n’a pas abouti
provider-unsound-lead = La réponse de { $provider } n’a pas pu être vérifiée : personne n’a été connecté.
provider-unsound-advice = Recommencez. Si cela se répète, prévenez la personne qui administre Guichet chez vous : la raison est dans le journal.
provider-cancelled-title = Connexion annulée
provider-cancelled-lead = Vous avez renoncé à la connexion, ou { $provider } l’a refusée.
provider-cancelled-advice = Rien n’a changé. Vous pouvez recommencer ou utiliser un mot de passe.
provider-over-title = Cette connexion n’est plus valable
provider-over-lead = Une connexion par { $provider } se termine dans les dix minutes, une seule fois et dans le navigateur où elle a commencé.
provider-over-advice = Recommencez depuis cette page.
provider-unverified-title = Adresse non vérifiée
provider-unverified-lead = { $provider } n’a pas vérifié votre adresse électronique : Guichet ne peut pas s’y fier pour retrouver votre compte.
provider-unverified-advice = Faites vérifier votre adresse chez { $provider }, puis recommencez, ou utilisez un mot de passe.
provider-unknown-title = Aucun compte à cette adresse
provider-unknown-lead = { $provider } vous reconnaît, mais aucun compte de Guichet n’a votre adresse. Une connexion n’en ouvre jamais.
provider-unknown-advice = Demandez une invitation à la personne qui administre Guichet chez vous ou, si vous êtes client, à un administrateur désigné de votre organisation.
provider-closed-title = Compte fermé
provider-closed-lead = Votre compte de Guichet est fermé.
provider-closed-advice = Demandez à la personne qui administre Guichet chez vous de le rouvrir.
provider-another-title = Ce compte est lié à quelqu’un d’autre
provider-another-lead = Le compte qui a votre adresse est déjà lié à une autre identité chez { $provider }. Vous n’avez pas été connecté ; ce refus est noté dans l’historique du compte.
provider-another-advice = Si ce compte est bien le vôtre, demandez à la personne qui administre Guichet chez vous de défaire l’ancien lien par la commande « guichet user forget-provider », suivie de votre adresse.
provider-too-many-lead = Trop de connexions par { $provider } ont échoué depuis cet endroit.
provider-too-many-advice = Recommencez dans { $wait }, ou utilisez un mot de passe.
account-since-provider = connecté par un fournisseur d’identité depuis : { $at }
people-event-bound = { $about } se connecte pour la première fois par { $to } : le compte y est lié.
people-event-not-bound = Une connexion par { $to } à l’adresse de { $about } est refusée : le compte est lié à une autre identité.
people-event-unbound = { $by } défait le lien du compte de { $about } avec un fournisseur d’identité.
people-event-address = { $by } : l’adresse de { $about }, d’où des lettres revenaient, fonctionne de nouveau.
help-provider = Se connecter par un fournisseur d’identité
help-provider-1 = Si la page de connexion propose de continuer avec un fournisseur, il remplace votre mot de passe, pas le second facteur de Guichet. La première fois, votre compte est retrouvé par votre adresse vérifiée, puis lié à votre identité là-bas : changer d’adresse ensuite ne change rien ici. Aucun compte ne s’ouvre tout seul.

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
letter-promised = Délai promis : { $amount }
letter-contract = D’après : { $contract }
letter-clause = D’après : { $contract } ; { $clause }
letter-counted-from = Le support était fermé au dépôt de la demande : le délai compte à partir du { $when }.
letter-about = { $customer } : { $subject }
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
letter-row-files = Fichiers joints
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
letter-write-back = Pour répondre ou préciser, répondez à ce courriel au-dessus du texte cité, ou passez par la page de la demande.
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
letter-why-escalated = Vous recevez ce message parce que l’échelle d’escalade ({ $contract }) prévient votre adresse au niveau { $level } ({ $when }).
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
level-repeat = rappel après l’échéance, à { $amount } d’intervalle

## Quand quelque chose ne va pas
problem-not-found = Cette page n’existe pas
problem-not-found-what = L’adresse est peut-être incomplète, ou cette page n’est pas ouverte à votre compte.
problem-not-found-do = Vérifiez l’adresse, ou repartez par le bouton ci-dessous. Un lien reçu par courriel doit être copié en entier.
problem-not-allowed = Cette action n’est pas ouverte à votre compte
problem-not-allowed-what = Vous êtes bien connecté, mais une autre personne de l’équipe a ce droit.
problem-not-allowed-do = Demandez à la personne qui administre Guichet de vous donner ce droit.
problem-link = Ce lien a déjà servi, ou son temps est passé
problem-link-what = Un lien de ce genre ne sert qu’une fois, et pour un temps limité.
problem-link-do = Demandez-en un autre à la personne qui vous l’a envoyé.
problem-not-understood = Cette demande n’a pas pu être lue
problem-not-understood-what = Il y manque quelque chose, ou un outil l’a modifiée en chemin.
problem-back-do = Revenez en arrière et recommencez ; si cela se répète, écrivez au support.
problem-too-large = C’est trop gros pour passer
problem-too-large-what = Ce que vous envoyez dépasse la taille acceptée.
problem-too-large-do = Revenez en arrière, raccourcissez le texte ou retirez des fichiers, puis envoyez de nouveau.
problem-origin = Ce formulaire vient d’un autre site
problem-origin-what = Par sécurité, Guichet n’accepte que les formulaires de ses propres pages.
problem-origin-do = Ouvrez la page de Guichet dans votre navigateur et recommencez à partir d’elle.
problem-too-many = Trop de demandes en peu de temps
problem-too-many-what = Beaucoup de demandes sont parties du même endroit.
problem-too-many-do = Attendez une minute, revenez en arrière et envoyez de nouveau.
problem-changed = Quelqu’un a modifié la même chose entre-temps
problem-changed-what = Votre changement n’a pas été fait, pour ne pas effacer le sien.
problem-changed-do = Revenez en arrière, lisez ce qui a changé, puis refaites le vôtre s’il convient encore.
problem-busy = Guichet est occupé
problem-busy-what = Il n’a pas pu répondre à temps.
problem-busy-do = Attendez quelques secondes, revenez en arrière et envoyez de nouveau : une demande envoyée deux fois n’est enregistrée qu’une fois.
problem-ours = Un problème est survenu
problem-ours-what = La faute est de notre côté, pas du vôtre. Elle a été notée.
problem-ours-do = Revenez en arrière et recommencez dans un moment : une demande envoyée deux fois n’est enregistrée qu’une fois.
problem-nothing-changed = Rien n’a été modifié.
problem-still-there = Ce que vous avez écrit est encore dans votre navigateur : revenez en arrière pour le retrouver.
problem-go-back = Revenir en arrière
problem-start = Aller à l’accueil
problem-queue = Aller à la file
problem-trace-desk = Si vous écrivez à la personne qui administre Guichet, donnez ce repère :
problem-trace = Si vous écrivez au support, donnez ce repère :

## Bande de temps
band-title = { $name } : échéance { $due }
band-before = avant : { $amount }
band-closed-days = fermé { $days } j
band-closed-for = fermé { $amount }
band-nothing-counted = fermé, rien n’est compté
band-legend-counted = compté
band-legend-to-come = à venir
band-legend-paused = pause
band-legend-closed = fermé (raccourci sur le dessin)
band-tell-day = { $day } :
band-tell-counted = compté de { $from } à { $to } ;
band-tell-to-come = à compter de { $from } à { $to } ;
band-tell-late = en retard de { $from } à { $to } ;
band-tell-paused = pause de { $from } à { $to }, { $reason } ;
band-tell-closed = non compté, { $reason }, { $amount } ;

## Touches
key-title = Touches
key-close = Fermer
key-off = Ne plus utiliser ces touches
key-on = Utiliser de nouveau ces touches
key-enter = Entrée
key-next = Demande suivante
key-previous = Demande précédente
key-open = Ouvrir la demande
key-why = Pourquoi cette échéance ?
key-create = Créer une demande
key-mine = Prendre pour moi
key-assign = Attribuer
key-priority = Requalifier la priorité
key-reply = Répondre
key-note = Note interne
key-search = Rechercher
key-back = Revenir à la liste
key-sheet = Montrer les touches
key-send = Envoyer

# letters
## Premier accès
set-up-title = Choisir un mot de passe
set-up-for = Ce lien sert à choisir le mot de passe du compte { $email }.
set-up-first = Ce lien ouvre le premier compte, celui de l’administrateur.
set-up-name = Votre nom
set-up-name-hint = Tel que les clients et l’équipe le liront.
set-up-password = Mot de passe
set-up-password-hint = { $least } caractères au moins. Une phrase de quelques mots convient très bien.
set-up-do = Ouvrir le compte
set-up-once = Ce lien ne sert qu’une fois.
set-up-no-name = Saisissez votre nom
set-up-name-long = Raccourcissez le nom : { $most } caractères au plus
set-up-address-taken = Choisissez une autre adresse : un compte a déjà celle-ci
set-up-short = Choisissez un mot de passe de { $least } caractères au moins
set-up-long = Choisissez un mot de passe plus court : { $most } octets au plus

## Lettres
list-next = Suite de la liste
letters-title = Lettres
letters-lead = Toutes les lettres que Guichet doit, a envoyées ou n’a pas pu remettre. Aucune n’est perdue.
letters-tabs = Lettres par état
letters-waiting = En attente
letters-sent = Envoyées
letters-refused = Refusées
letter-waiting = En attente
letter-sent = Envoyée
letter-refused = Refusée
letters-none-waiting = Aucune lettre n’attend
letters-none-sent = Aucune lettre n’a encore été envoyée
letters-none-refused = Aucune lettre n’a été refusée
letters-leaves = part { $at }
letters-again = nouvel essai { $at }
letters-sent-at = envoyée { $at }
letters-refused-at = refusée { $at }
letters-to = à { $to }
letters-from = de { $from }
letters-attempts = { $count ->
    [0] pas encore essayée
    [one] { $count } essai
   *[other] { $count } essais
}
letters-answer = Réponse du serveur de courrier :
letters-retry = Envoyer de nouveau
letter-from = De
letter-to = À
letter-at = Reçue
letter-html = La lettre
letter-text = Le texte sans mise en forme
letter-headers = En-têtes
demo-letters-lead = Ici arrivent toutes les lettres de la démonstration ; aucune ne quitte cette machine.
demo-letters-none = Aucune lettre pour l’instant
demo-letters-none-do = Déposez une demande, ou avancez l’horloge jusqu’à la prochaine alerte.

## Escalades
escalations-title = Escalades
escalations-lead = Les niveaux franchis : qui a été prévenu, quand, pourquoi. Accuser réception arrête les rappels.
escalations-tabs = Escalades par état
escalations-open = Sans accusé de réception
escalations-all = Toutes
escalations-none = Aucune escalade n’attend
escalations-none-more = Chaque alerte a été vue par quelqu’un.
escalation-told = Prévenus : { $names }
escalation-told-nobody = Personne à prévenir à ce niveau
escalation-caught-up = parti en retard, après un arrêt du service
escalation-folded = { $count ->
    [one] parti en retard, après un arrêt du service, avec { $count } niveau manqué
   *[other] parti en retard, après un arrêt du service, avec { $count } niveaux manqués
}
escalation-done-by = Réception accusée par { $name }, { $at }
escalation-about = { $clock } : { $level }
escalation-ack-title = Accuser réception
escalation-ack-lead = Dites à l’équipe que vous vous en occupez.
escalation-ack-do = Accuser réception
escalation-ack-means = Les rappels de ce niveau s’arrêtent. L’échéance ne change pas, et le franchissement suivant préviendra de nouveau.
escalation-ack-over = Le chronomètre s’est arrêté entre-temps : il n’y a plus rien à rappeler.
escalation-open-ticket = Ouvrir la demande

## Aide
help-title = Aide
help-lead = Ce que veulent dire les dates, les couleurs et les touches de Guichet.
help-deadlines = Les échéances
help-deadlines-1 = Chaque contrat promet un temps pour prendre en charge une demande, y répondre ou la résoudre. Guichet en fait une date, que vous lisez en toutes lettres. L’unité vient du contrat :
help-unit-hours = Heures ouvrées : seul compte le temps où le support est ouvert, hors jours fériés.
help-unit-days = Jours ouvrés : la même heure, autant de jours d’ouverture plus tard, ou la fin de ce jour si le contrat le dit.
help-unit-clock = Heures d’horloge : nuits, week-ends et jours fériés comptent. Sans le mot « ouvrées », c’est cette unité.
help-closed = Déposée quand le support est fermé, une demande en temps ouvré compte à partir de la prochaine ouverture, une demande en heures d’horloge dès le dépôt.
help-pauses = Pendant une pause, par exemple quand nous attendons votre réponse, le temps ne compte pas pour les engagements que nomme le contrat ; la raison est écrite.
help-proof = « Pourquoi cette échéance ? » déroule le calcul intervalle par intervalle, avec la clause du contrat.
help-chips = Les pastilles
help-chips-1 = L’instant d’abord, puis ce qui reste. La couleur ne parle que du temps.
help-chip-reason = attente client
help-chip-running = Le temps suffit.
help-chip-soon = Il en reste peu.
help-chip-late = L’échéance est passée.
help-chip-paused = Le chronomètre est arrêté pour un moment, et pourquoi.
help-chip-kept = Fait à temps.
help-chip-missed = Fait, mais trop tard.
help-priorities = Les priorités
help-p1 = À l’arrêt, sans moyen réaliste de faire autrement ; sécurité ; données d’une autre structure visibles.
help-p2 = Une fonction essentielle est dégradée, on peut faire autrement.
help-p3 = Le reste : questions, gênes, suggestions.
help-priorities-1 = Le formulaire propose une priorité d’après vos réponses ; un agent la confirme ou la corrige, et dit pourquoi.
help-talk = La conversation
help-talk-1 = Une réponse part chez le demandeur ; une note interne, encadrée de tirets et marquée d’un cadenas, reste dans l’équipe. Le bouton dit à qui va le texte.
help-talk-2 = Ce qui est écrit est gardé sur le serveur dans la seconde, trente jours. Dans une note, « @ » et un nom préviennent un collègue par courriel. « Mise en forme » montre les signes qui donnent sa forme au texte, « Aperçu » le montre avant l’envoi.
help-talk-3 = Le temps passé se note avec le message. Il se corrige par une nouvelle entrée avec sa raison ; le client ne le voit pas.
help-talk-4 = Où le contrat promet une information régulière, la page de la demande dit jusqu’à quand des nouvelles sont dues ; l’agent en est averti par courriel avant. « Toujours en cours » envoie une phrase toute prête, à changer au besoin, et le client lit quand viennent les nouvelles suivantes. Ce n’est pas une réponse : le délai de réponse continue.
help-set-up = Organisations, produits, files
help-set-up-1 = Sous « Organisations », un administrateur tient les clients, les intégrateurs et les éditeurs : plateformes, contrats, mandats, administrateurs désignés. Sous « Produits », les versions maintenues ; sous « Files », qui travaille où. Sous « Contrats », chacun au service lit ce qui est promis, essaie une demande et compare deux versions. Une file réservée à ses membres n’est visible de personne d’autre.
help-portal = Votre compte de client
help-portal-1 = « Mes demandes » montre d’abord ce qui attend une réponse de vous. Sur chaque demande, vous pouvez répondre, dire que c’est réglé ou rouvrir, y ajouter une personne de votre organisation ; tout délai a sa preuve. Une fois résolue, votre avis vous est demandé, une seule fois et si vous le voulez.
help-portal-2 = Un administrateur désigné voit toutes les demandes de l’organisation, invite ses collègues, désigne d’autres administrateurs et lit ce qui reste des heures payées d’avance. Certains contrats ne prennent que les demandes des administrateurs désignés : votre texte leur est alors remis en un clic.
help-lead-public = Ce que veulent dire les dates et les couleurs, et ce que devient votre demande.
help-follow = Suivre votre demande
help-follow-1 = La page de confirmation et les lettres portent un lien qui ouvre votre demande sans mot de passe : gardez-le, et ne le transmettez qu’à qui peut la lire. Derrière ce lien, vous lisez les réponses, écrivez la suite et joignez des fichiers.
help-follow-2 = Une adresse que le support ne connaît pas encore reçoit un seul courriel en 24 heures, sans rien de ce que vous avez écrit. Gardez donc l’adresse de la page de confirmation.
help-follow-3 = Lien perdu ? Cherchez la référence, par exemple INC-2026-00042, dans vos courriels. Si vous ne la retrouvez pas, déposez une nouvelle demande et dites de laquelle elle est la suite.
help-files = Les fichiers joints
help-files-1 = Jusqu’à { $files } fichiers par message, de { $size } chacun. Ils se téléchargent depuis la page de la demande ; les lettres en donnent les noms.
help-files-2 = Les images JPEG, PNG et WebP perdent ce qu’elles disent du lieu et de l’appareil. Les autres fichiers, PDF et HEIC compris, partent tels quels.
help-limits = Quand le formulaire ne prend pas une demande
help-limits-1 = Contre les envois automatiques, un formulaire rempli plus vite qu’à la main est refusé, et les demandes d’une même adresse ou d’un même réseau sont comptées. La page dit alors quand recommencer ; ce que vous avez écrit y est toujours.
help-limits-2 = Avec JavaScript, ce que vous commencez à écrire reste dans ce navigateur jusqu’à l’envoi, une semaine au plus.
help-live = La file en direct
help-live-1 = La liste suit ce que font les autres, en deux secondes environ. La ligne sous le pointeur ou sous le focus ne bouge pas ; les nouvelles demandes attendent derrière un bouton, au-dessus de la liste. « Figer la liste » arrête tout jusqu’à ce que vous la repreniez.
help-live-2 = Si la connexion se perd, la page le dit, puis se remet à jour d’elle-même. Sans JavaScript, rechargez la page ; l’heure du calcul est écrite au-dessus de la liste.
help-account = Votre compte
help-account-1 = « Mon compte » montre vos appareils connectés. Un appareil que vous ne reconnaissez pas ? Déconnectez-le, puis changez de mot de passe : cela déconnecte tous les autres.
help-session = Une session se ferme après { $idle } sans usage, et au bout de { $longest } dans tous les cas.
help-session-days = { $days } jours
help-forgotten = Mot de passe oublié
help-forgotten-1 = La page de connexion envoie un lien qui sert une fois, pendant une heure. Un guichet sans courrier le donne par la commande « guichet user reset ». Après plusieurs essais manqués, la page dit quand recommencer.
help-limits-desk = Ce que le guichet refuse
help-limits-desk-1 = Le formulaire public compte les demandes par adresse et par réseau, et dit à qui dépasse quand recommencer. Quand le guichet reçoit plus qu’il ne peut traiter, les agents connectés passent par une file à part. Un disque plein ou une base arrêtée se disent sur la page : rien de ce qui était enregistré n’est perdu.
help-keys = Les touches des agents
help-keys-1 = Dans la file et sur une demande, hors des champs de saisie. « ? » les montre à tout moment et permet de les arrêter. Elles ont besoin de JavaScript ; tout se fait aussi sans elles.
letter-target = { $amount } (contrat { $contract })
letter-target-clause = { $amount } (contrat { $contract }, { $clause })
proof-late = { $amount }, en retard
proof-zero = 0 min

# desk pages
queue-title-of = { $view } ({ $count })
queue-view-open = File support
queue-view-to-take = À prendre en charge
queue-view-mine = Mes demandes
queue-view-soon = Échéance < 1 h
queue-view-waiting-customer = En attente client
queue-view-resolved = Demandes résolues
queue-view-all = Toutes les demandes
queue-tickets = { $count ->
    [0] Aucune demande
    [one] { $count } demande
   *[other] { $count } demandes
}
queue-or-more = { $count } ou plus
queue-create = Créer
queue-search = Rechercher une demande
queue-search-hint = Référence ou mot du sujet
queue-filter-do = Filtrer
queue-filter-none = Tout montrer
queue-filter-assignee = Agent
queue-filter-priority = Priorité
queue-filter-due = Échéance
queue-anybody = Tous les agents
queue-me = Les miennes
queue-nobody = À prendre
queue-any-priority = Toutes priorités
queue-any-time = Toutes échéances
queue-within = Sous { $hours } h
queue-ignored = Cette adresse demande un filtre qui n’existe pas ; il est laissé de côté :
queue-refresh = Actualiser
queue-computed = { $zone } · calculé à { $time }
queue-caption = { $view }, par échéance, la plus proche d’abord
queue-col-priority = Priorité
queue-col-reference = Référence
queue-col-subject = Demande
queue-col-customer = Client
queue-col-state = État
queue-col-clock = Engagement
queue-col-due = Échéance
queue-col-agent = Agent
queue-proposed = proposée, à confirmer
queue-no-deadline = aucune échéance promise
queue-resolved-at = résolue { $at }
queue-group-late = En retard
queue-group-soon = Bientôt
queue-group-today = Aujourd’hui
queue-group-later = Plus tard
queue-group-paused = En pause
queue-group-nothing = Sans échéance
queue-group-resolved = Résolues
queue-pages = Pages de la file
queue-next = Suite
queue-first = Début de la file
queue-foot-unit = « ouvrées » : heures d’ouverture du contrat. Sans ce mot : heures d’horloge.
queue-foot-move = se déplacer
queue-foot-why = pourquoi cette échéance
queue-foot-keys = toutes les touches
queue-day-hour = { $hour } h
queue-day-told = Échéances du jour sur cette page, de { $from } h à { $to } h : { $late } en retard, { $soon } dans l’heure, { $rest } plus tard. Il est { $now }.
queue-empty-open = Aucune demande ouverte
queue-empty-open-do = Les demandes déposées arrivent ici, la plus urgente en tête.
queue-empty-to-take = Tout est pris en charge
queue-empty-to-take-do = Les nouvelles demandes attendent ici qu’un agent les prenne.
queue-empty-mine = Aucune demande ne vous est attribuée
queue-empty-mine-do = Prenez-en une dans « À prendre en charge ».
queue-empty-soon = Rien ne presse
queue-empty-soon-do = Ici viennent les demandes en retard et celles dont l’échéance tombe dans l’heure.
queue-empty-waiting-customer = Aucun client ne nous doit de réponse
queue-empty-waiting-customer-do = Ici viennent les demandes mises en pause pour attendre le client.
queue-empty-resolved = Aucune demande résolue
queue-empty-resolved-do = Les demandes résolues restent lisibles ici.
queue-empty-all = Aucune demande
queue-empty-all-do = Toutes les demandes viennent ici, résolues comprises.
queue-empty-nothing-open = Aucune demande n’est ouverte en ce moment.
queue-empty-filter = Aucune demande ne répond à ces filtres
queue-empty-filter-do = Retirez un filtre, ou cherchez un autre mot du sujet.
queue-empty-end = La file s’arrête là
queue-empty-end-do = Revenez au début de la file.
ticket-title = Demande
ticket-title-of = { $reference } { $subject }
ticket-state-new = À prendre
ticket-state-open = En cours
ticket-state-paused = En pause
ticket-state-resolved = Résolue
ticket-unconfirmed = proposée, à confirmer
ticket-agent = Agent :
ticket-nobodys = Attribuée à personne
ticket-take = Prendre en charge
ticket-resume = Reprendre
ticket-assign = Attribuer
ticket-assign-to = À qui ?
ticket-assign-do = Attribuer
ticket-assign-me = { $name } (vous)
ticket-assign-nobody = Personne
ticket-requalify = Requalifier
ticket-requalify-to = La bonne priorité
ticket-requalify-why = Pourquoi ?
ticket-requalify-why-hint = Le demandeur lit cette raison. Les délais sont recomptés depuis le même départ.
ticket-requalify-do = Requalifier
ticket-priority-word = { $priority }, { $word }
ticket-pause = Mettre en pause
ticket-pause-why = Raison prévue au contrat
ticket-pause-reason = { $reason }, { $clause }
ticket-pause-awaited = Ce qui est attendu
ticket-pause-awaited-hint = En quelques mots. Quand nous attendons le client, il le lit sur sa page.
ticket-pause-do = Mettre en pause
ticket-pause-none = Ce contrat ne prévoit aucune pause.
ticket-resolve = Résoudre
ticket-reopen = Rouvrir
ticket-reopen-why = Pourquoi la rouvrir ?
ticket-reopen-do = Rouvrir
ticket-talk = Conversation
ticket-note-mark = Note interne, invisible pour le client
ticket-by-form = par le formulaire
ticket-by-page = par sa page
ticket-sent-to = Envoyé à { $name }
ticket-compose = Écrire
ticket-tab-public = Répondre au client
ticket-tab-internal = Note interne
ticket-to = À
ticket-text = Votre réponse
ticket-note = Votre note
ticket-note-hint = Visible par l’équipe seulement, jamais par le client
ticket-send = Répondre à { $name }
ticket-send-resolve = Répondre à { $name } et résoudre
ticket-note-do = Ajouter la note interne
ticket-compose-hint = La réponse et la note sont deux textes ; seul celui de l’onglet ouvert part, l’autre reste en brouillon.
ticket-reopen-first = La demande est résolue : rouvrez-la pour répondre.
ticket-reads-only = Votre compte lit les demandes sans les modifier.
ticket-clocks = Chronomètres
ticket-clocks-none = Le contrat ne promet aucun délai pour cette priorité.
ticket-target = { $target } · { $clause }
ticket-escalations = Escalades
ticket-answers = Réponses du formulaire
ticket-confirm = Confirmer cette priorité
ticket-confirmed = Une personne a confirmé ou corrigé la priorité.
ticket-context = Contexte
ticket-contract = Contrat
ticket-word = Priorité
ticket-hours = Horaires
ticket-organisation = Client
ticket-asked-by = Demandeur
ticket-requester = { $name }, { $email }
ticket-service = Service
ticket-queue = File
ticket-filed = Déposée
ticket-beside = Dernières demandes du client
ticket-history = Historique
ticket-overtaken = La demande a changé pendant que vous écriviez
ticket-overtaken-what = Rien n’a été envoyé ni modifié de votre part. Depuis que vous avez ouvert la page :
ticket-overtaken-do = Ce que vous avez écrit est resté en place. Relisez, puis envoyez de nouveau si cela convient encore.
ticket-fault-act = Choisissez une action de la page
ticket-fault-text = Écrivez quelque chose avant d’envoyer
ticket-fault-priority = Choisissez une priorité dans la liste
ticket-fault-why = Écrivez pourquoi la priorité change, ou pourquoi elle reste
ticket-fault-pause = Choisissez une raison dans la liste
ticket-fault-awaited = Écrivez ce qui est attendu
ticket-fault-reopen = Écrivez pourquoi la demande est rouverte
ticket-fault-assignee = Choisissez une personne de la liste
ticket-refused = L’état de la demande ne le permet pas
ticket-refused-resolved = La demande est résolue : rouvrez-la d’abord
ticket-refused-resolved-already = La demande est déjà résolue
ticket-refused-paused = La demande est déjà en pause
ticket-refused-taken = La demande est déjà prise en charge
ticket-refused-not-paused = La demande n’est pas en pause
ticket-refused-not-resolved = La demande n’est pas résolue
ticket-refused-contract = Le contrat de cette demande ne connaît pas cette raison : choisissez-en une de la liste
ticket-refused-no-news = Aucune nouvelle n’est due maintenant : le contrat n’en promet pas pour cette priorité, ou la demande est en pause. Répondez plutôt au demandeur.
ticket-news-owed = Nouvelles dues à { $name } au plus tard le { $when }, { $zone } ({ $clause })
ticket-news-owed-since = Nouvelles dues à { $name } depuis le { $when }, { $zone } ({ $clause })
ticket-news-owed-no-more = Aucune nouvelle n’est due à présent : ce que vous aviez écrit est gardé ici
ticket-news-text = Ce qui lui est dit
ticket-news-hint = { $name } le reçoit par courriel, avec la date des nouvelles suivantes. Changez la phrase si vous en savez plus.
ticket-news-do = Toujours en cours
ticket-news-ready = Nous travaillons toujours sur votre demande. Dès que nous en savons plus, nous vous l’écrivons ici.
event-by-desk = Guichet
event-filed = { $name } dépose la demande, priorité { $priority } proposée
event-taken = { $name } prend la demande en charge
event-replied = { $name } répond au client
event-informed = { $name } donne des nouvelles au client : toujours en cours
event-requester-replied = { $name } écrit
event-noted = { $name } laisse une note interne
event-confirmed = { $name } confirme la priorité { $priority }
event-requalified = { $name } requalifie de { $from } en { $to } : « { $reason } »
event-paused = { $name } met en pause, { $reason }
event-paused-for = { $name } met en pause, { $reason } : « { $detail } »
event-resumed = { $name } met fin à la pause
event-resumed-by-answer = Fin de pause : { $name } a répondu
event-resolved = { $name } résout la demande
event-reopened = Demande rouverte : { $name } a écrit
event-reopened-for = { $name } rouvre la demande : « { $reason } »
event-assigned = { $name } attribue la demande à { $to }
event-assigned-self = { $name } s’attribue la demande
event-unassigned = { $name } n’attribue plus la demande à personne
event-escalated = Escalade : { $clock }, { $level }
event-acknowledged = { $name } accuse réception de l’escalade : { $clock }
event-acknowledged-by-link = Réception de l’escalade accusée par le lien de la lettre : { $clock }
letter-kind-received = Accusé de réception
letter-kind-replied = Réponse au demandeur
letter-kind-escalated = Escalade
letter-kind-requester-wrote = Message du demandeur
letters-subject = { $kind } : { $subject }

## Qualification : nature, règles, propositions, contournements
nature-incident = Incident
nature-question = Question ou conseil
nature-assistance = Assistance hors abonnement
nature-suggestion = Suggestion
nature-subscription-change = Changement d’abonnement
nature-major-evolution = Évolution majeure
document-specification = Cahier des charges
document-order = Bon de commande
fact-unusable = à l’arrêt
fact-degraded = fonction essentielle manquante
fact-nuisance = gêne sans blocage
fact-for-me = une personne
fact-for-a-team = une équipe
fact-for-everyone = tout le monde
fact-no-workaround = sans contournement
fact-workaround = avec contournement
fact-random = aléatoire
fact-regression = régression
fact-data-loss = données perdues ou abîmées
fact-crossing = données d’une autre structure
fact-security = sécurité
fact-production = production
fact-pre-production = préproduction
fact-test = test
fact-development = développement
fact-since = marchait en { $versions }
rule-otherwise = aucune autre règle ne s’applique
rule-nature = nature : { $nature }
rule-unknown = règle non conservée
form-nature = De quoi s’agit-il ?
form-nature-incident = Quelque chose ne marche pas comme prévu.
form-nature-question = Comment faire, que choisir.
form-nature-assistance = Une tâche à faire pour vous, que l’abonnement ne comprend pas.
form-nature-suggestion = Une amélioration que vous proposez.
form-nature-subscription-change = Ajouter, retirer ou modifier ce que vous avez souscrit.
form-nature-major-evolution = Une nouveauté sur commande : le contrat demande des documents.
form-nature-show = Montrer les questions correspondantes
form-nature-choose = Sélectionnez de quoi il s’agit
form-nature-not-taken = Le contrat de ce service ne prévoit pas ce genre de demande : choisissez-en un autre
form-documents = Pour chaque document, dites où le trouver : le nom d’un fichier joint à cette demande, une référence, une date d’envoi.
form-document-hint = Le contrat le demande avec la demande.
form-document-hint-work = Le contrat le demande avant tout travail ; il peut suivre.
form-document-blank = Dites où se trouve ce document : le contrat le demande avec la demande
form-document-long = Raccourcissez : { $most } caractères au plus
form-flag-data-loss = Des données ont été perdues ou abîmées
form-since = Dernière version où cela marchait
form-since-hint = Comme elle s’affiche dans le produit. Laissez vide si vous ne savez pas.
form-since-long = Raccourcissez le nom de la version : { $most } caractères au plus
ticket-qualification = Qualification
ticket-proposed-filing = Proposé au dépôt
ticket-proposed-workaround = Le contournement propose une autre priorité
ticket-proposed-nature = La nouvelle nature propose une autre priorité
ticket-proposed-priority = { $priority }, { $word }
ticket-rule = Règle
ticket-clause = Clause
ticket-rule-clause = { $clause } : « { $text } »
ticket-accept = Accepter cette priorité
ticket-keep = Garder la priorité actuelle…
ticket-keep-why = Pourquoi la garder ?
ticket-keep-do = Garder la priorité
ticket-confirm-or = Pour en choisir une autre : « Requalifier », avec la raison.
ticket-workaround = Contournement
ticket-workaround-found = Trouvé par le support
ticket-workaround-at = Contournement consigné, { $at }
ticket-workaround-record = Consigner un contournement
ticket-workaround-how = Comment faire en attendant ?
ticket-workaround-hint = Les règles du contrat sont relues avec ce contournement ; si elles donnent une priorité moindre, elle vous est proposée.
ticket-workaround-for = Pour qui ?
ticket-workaround-internal = L’équipe seulement : une note interne
ticket-workaround-public = Le client aussi : une réponse lui part
ticket-workaround-do = Consigner
ticket-nature-correct = Corriger la nature
ticket-nature-is = La bonne nature
ticket-nature-why = Pourquoi ?
ticket-nature-why-hint = Les délais en cours sont recomptés depuis le même départ, avec les engagements de cette nature.
ticket-nature-do = Corriger
ticket-document-missing = manque : le contrat le demande avec la demande.
ticket-document-missing-work = manque : le contrat le demande avant tout travail.
ticket-document-where = Où se trouve « { $document } » ?
ticket-document-do = Noter ce document
ticket-fault-way = Décrivez comment faire en attendant
ticket-fault-nature = Sélectionnez une nature que le contrat prévoit
ticket-fault-nature-why = Écrivez pourquoi la nature change
ticket-fault-document = Dites où se trouve le document
ticket-fault-nothing-proposed = Aucune autre priorité n’est proposée : la page a peut-être changé
event-proposal-accepted = { $name } accepte la priorité proposée, { $priority }
event-priority-kept = { $name } garde la priorité, { $priority } étant proposée : « { $reason } »
event-nature = { $name } corrige la nature, de « { $from } » en « { $to } » : « { $reason } »
event-nature-proposes = { $name } corrige la nature, de « { $from } » en « { $to } » : « { $reason } » ; les règles proposent { $priority }
event-workaround = { $name } consigne un contournement
event-workaround-proposes = { $name } consigne un contournement ; les règles proposent { $priority }
event-document = { $name } note où trouver « { $document } » : « { $named } »
proof-changed-nature = Nature changée de « { $from } » en « { $to } », compté depuis le même départ
sla-changed-nature = nature « { $from } » devenue « { $to } », depuis le même départ
request-nature = Nature
nav-qualification = Qualification
qualification-title = Qualification
qualification-lead = Ce que les règles des contrats proposent, et ce que les agents en font.
qualification-none = Personne n’a encore décidé d’une proposition.
qualification-all = Toutes les règles
qualification-rules = Par règle
qualification-list = Décisions
qualification-recent = Dernières corrections
qualification-recent-none = Aucune proposition n’a été corrigée.
qualification-counted = { $all ->
    [one] { $all } décision
   *[other] { $all } décisions
  }, { $changed ->
    [one] { $changed } correction
   *[other] { $changed } corrections
  }
qualification-instead = devenu { $priority } : { $count }
qualification-changed = { $proposed } → { $decided }
qualification-rule-after = { $rule } ({ $cause })
qualification-cause-filing = au dépôt
qualification-cause-workaround = après un contournement
qualification-cause-nature = après un changement de nature
export-rule = Règle
export-clause = Clause
export-proposed = Proposée
export-decided = Décidée
export-changed = Corrigée
export-reason = Raison
help-qualify = Qualifier une demande
help-qualify-1 = Le panneau « Qualification » montre les questions et les réponses, la règle du contrat qui s’applique et sa clause. Confirmez d’un clic, ou requalifiez en disant pourquoi : les deux restent dans l’historique, et « Qualification », pour les responsables, compte règle par règle ce qui est corrigé.
help-qualify-2 = « Consigner un contournement » demande comment faire, pour le client ou pour l’équipe seulement. Si les règles donnent alors une priorité moindre, elle est proposée ; tant que personne ne l’accepte, rien ne change. Une priorité ou une nature corrigée fait recompter les délais en cours depuis le même départ.
help-nature = Ce que vous demandez
help-nature-1 = Là où le contrat distingue incidents, questions et autres demandes, le formulaire pose les questions qui vont avec, et les délais sont ceux de cette nature. Une évolution majeure ne part pas sans les documents que le contrat demande au dépôt ; ceux qu’il demande avant tout travail peuvent suivre.

## Conversation : brouillons, mentions, mise en forme, temps passé
ticket-newer = Un message est arrivé pendant que vous écriviez
ticket-newer-do = Votre texte est resté en dessous, tel quel. S’il convient encore, envoyez-le de nouveau.
ticket-newer-link = Lire le message arrivé
ticket-spend = Temps passé
ticket-spent = Temps passé : { $time }
ticket-spent-fix = Corriger
ticket-spent-to = Le temps juste
ticket-spent-why = Pourquoi ?
ticket-spent-do = Corriger le temps
ticket-time-total = Temps passé
ticket-calls = Collègues
ticket-calls-hint = « @ » et le nom d’un collègue le prévient par courriel.
time-hint = En minutes ou en heures : 90, 1 h 30 ou 1:30
time-none = aucun temps
time-fault = Écrivez un temps comme 90, 1 h 30 ou 1:30
time-fault-sixty = À côté des heures, les minutes vont de 0 à 59
time-fault-most = Écrivez 100 heures au plus
time-fault-why = Écrivez pourquoi le temps change
event-time-spent = { $name } note { $time } de temps passé
event-time-corrected = { $name } corrige le temps passé : { $to } au lieu de { $from } (« { $reason } »)
event-mentioned = { $name } mentionne { $names } dans une note
draft-saved = Brouillon enregistré à { $time }
draft-saved-on = Brouillon enregistré : { $at }
draft-keep = Garder le brouillon
draft-local = Guichet ne répond pas : votre texte est gardé dans ce navigateur.
draft-signed-out = Vous n’êtes plus connecté : votre texte est gardé dans ce navigateur.
draft-too-long = Ce texte est trop long pour être gardé
draft-newer = Un brouillon plus récent a été enregistré ailleurs
draft-newer-do = Reprenez-en ce qui vous sert, puis gardez ou envoyez votre texte : il prendra sa place.
draft-take = Prendre ce brouillon
draft-keep-mine = Garder mon texte
preview-do = Aperçu
preview-answer = Aperçu de la réponse à { $name }
preview-note = Aperçu de la note interne
preview-message = Aperçu de votre message
writing-title = Mise en forme
writing-bold = gras
writing-italic = italique
writing-list = un point
writing-list-means = un point d’une liste
writing-quote = citation
writing-quote-means = une citation
writing-code = code
writing-fence-means = une ligne avant et une après : un bloc de code
writing-links = Les adresses en https:// deviennent des liens. Les retours à la ligne restent.
letter-kind-mentioned = Mention dans une note
letter-mentioned-eyebrow = Mention dans une note interne
letter-mentioned-heading = { $author } vous mentionne dans une note
letter-open-note = Ouvrir la note
letter-why-mentioned = Vous recevez ce message parce que { $author } a écrit votre nom dans une note interne de la demande { $reference }.
letter-mentioned-inside = Une note interne n’est jamais montrée au client. Répondre à cette lettre n’y ajoute rien.

## Mot de passe oublié
forgotten-link = Mot de passe oublié, ou lien d’invitation trop ancien ?
forgotten-title = Mot de passe oublié
forgotten-lead = Donnez l’adresse de votre compte : vous recevrez un lien pour choisir un nouveau mot de passe.
forgotten-do = Recevoir un lien
forgotten-asked = Regardez vos courriels
forgotten-asked-lead = Si un compte de l’équipe a cette adresse, un lien pour choisir un mot de passe vient de lui être envoyé.
forgotten-works = Il sert une fois, pendant { $amount }.
forgotten-nothing-came = Rien après quelques minutes ? Regardez parmi les indésirables, puis demandez à la personne qui administre Guichet chez vous sous quelle adresse votre compte est ouvert.
forgotten-spent-lead = Un lien de ce genre ne sert qu’une fois, et pour un temps limité. Donnez l’adresse de votre compte pour en recevoir un autre.
forgotten-by-hand = Ce guichet n’envoie pas de courriels. Demandez un lien à la personne qui administre Guichet chez vous : elle l’obtient par la commande « guichet user reset », suivie de votre adresse.
forgotten-back = Se connecter
set-up-repeats = Choisissez un mot de passe qui ne répète pas les mêmes caractères : quatre mots sans rapport entre eux, par exemple
set-up-own = Choisissez un mot de passe qui n’est pas fait de votre nom, de votre adresse ou du nom de ce guichet
set-up-common = Choisissez un autre mot de passe : celui-ci est parmi les premiers qu’on essaie. Quatre mots sans rapport entre eux conviennent
set-up-do-again = Choisir ce mot de passe
field-show = Afficher le mot de passe
field-hide = Masquer le mot de passe
role-requester = demandeur
role-agent = agent
role-supervisor = responsable
role-administrator = administrateur
role-auditor = auditeur
letter-row-account = Compte
letter-choose-password = Choisir un mot de passe
letter-open-account = Ouvrir mon compte
letter-another-link = Demander un autre lien
letter-forgotten = Demander un nouveau mot de passe
letter-link-until = Le lien sert une seule fois, jusqu’au { $until }.
letter-reset-title = Choisir un nouveau mot de passe, { $site }
letter-reset-eyebrow = Mot de passe oublié
letter-reset-heading = Choisissez un nouveau mot de passe
letter-reset-body = Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour ce compte.
letter-reset-not-you = Si ce n’est pas vous, ne faites rien : le mot de passe reste le même.
letter-why-reset = Vous recevez ce message parce qu’un nouveau mot de passe a été demandé pour le compte qui a votre adresse. Ne le transmettez à personne.
letter-handed-title = Une demande vous est remise, { $site }
letter-handed-eyebrow = Demande à déposer
letter-handed-heading = Un collègue vous remet une demande
letter-handed-body = { $by } ne peut pas déposer pour { $organisation } et vous remet son texte : « { $subject } ».
letter-handed-do = Relisez-le et déposez-le si vous êtes d’accord. Le texte vous attend 30 jours.
letter-handed-open = Ouvrir le formulaire
letter-why-handed = Vous recevez ce message parce que vous êtes administrateur désigné de { $organisation }.
letter-kind-draft-handed = Demande remise
letter-invited-title = Votre compte, { $site }
letter-invited-eyebrow = Invitation
letter-invited-heading = Un compte vous attend chez { $site }
letter-invited-body = { $by } vous invite à travailler avec Guichet comme { $role }. Ouvrez votre compte en choisissant un mot de passe.
letter-invited-customer = { $by } vous ouvre un compte pour déposer vos demandes et suivre leurs délais. Choisissez un mot de passe pour commencer.
letter-why-invited = Vous recevez ce message parce que { $by } a donné votre adresse. Ne le transmettez à personne : le lien ouvre votre compte.
letter-changed-title = Mot de passe changé, { $site }
letter-changed-eyebrow = Sécurité du compte
letter-changed-heading = Votre mot de passe a été changé
letter-changed-body = Le mot de passe de ce compte est un autre depuis le { $when }. Les autres appareils ont été déconnectés.
letter-changed-not-you = Si ce n’est pas vous, demandez tout de suite un nouveau mot de passe et prévenez la personne qui administre Guichet chez vous.
letter-why-changed = Vous recevez ce message parce que ce compte a votre adresse.
letter-kind-password-reset = Mot de passe oublié
letter-kind-invited = Invitation
letter-kind-password-changed = Mot de passe changé
queue-live = En direct
queue-live-hold = Figer la liste
queue-live-filed = { $count ->
    [one] { $count } nouvelle demande
   *[other] { $count } nouvelles demandes
}
queue-live-more = { $count ->
    [one] { $count } demande de plus ici
   *[other] { $count } demandes de plus ici
}
queue-live-changed = { $count ->
    [one] { $count } demande modifiée
   *[other] { $count } demandes modifiées
}
queue-live-left = { $count ->
    [one] { $count } demande sortie de cette liste
   *[other] { $count } demandes sorties de cette liste
}
queue-live-gone = n’est plus dans cette liste
queue-live-lost = Connexion perdue. La liste se remettra à jour d’elle-même dès que la connexion reviendra.
queue-live-stale = La base de données ne répond pas. La liste se remettra à jour d’elle-même dès qu’elle répondra.
queue-live-signed-out = Votre session est terminée : cette liste n’est plus tenue à jour.
queue-live-elsewhere = Trop de fenêtres suivent la file : celle-ci n’est plus tenue à jour.
queue-live-resume = La suivre ici
form-hurried = Le formulaire est revenu plus vite qu’on ne peut le remplir, comme le font les programmes. Rien n’a été déposé, et ce que vous avez écrit est toujours là. Envoyez-le de nouveau dans quelques secondes.
form-many-for-address = Beaucoup de demandes ont été déposées avec cette adresse électronique en peu de temps. Celle-ci ne l’a pas été, et ce que vous avez écrit est toujours là. Vous pourrez l’envoyer de nouveau { $at }.
form-many-from-here = Beaucoup de demandes sont venues de votre réseau en peu de temps. Celle-ci n’a pas été déposée, et ce que vous avez écrit est toujours là. Vous pourrez l’envoyer de nouveau { $at }.
filed-not-sent = Aucun courriel ne part à { $email } : cette adresse vient d’en recevoir un de notre part, ou trop de demandes sont venues du même endroit. La demande est déposée tout de même. Gardez l’adresse de cette page : c’est par elle que vous la retrouverez.
reply-many = Beaucoup de messages sont venus en peu de temps. Celui-ci n’a pas été envoyé, et ce que vous avez écrit est toujours là. Vous pourrez l’envoyer de nouveau { $at }.
event-filed-silent = { $name } dépose la demande, priorité { $priority } proposée ; aucun courriel n’en a accusé réception

# Fichiers joints
files-label = Fichiers
files-hint = Captures d’écran, journaux… { $files } fichiers au plus, { $size } chacun.
files-line = { $name } ({ $size })
files-drop = Retirer { $name }
files-over = Ce fichier dépasse { $size } : choisissez-en un plus petit, ou compressez-le.
files-too-large = « { $name } » est trop gros : { $most } au plus par fichier. Compressez-le ou coupez-le, puis joignez-le de nouveau.
files-too-many = « { $name } » n’a pas été joint : { $most } fichiers au plus par message. Mettez-en plusieurs dans une archive.
files-no-room = « { $name } » n’a pas été joint : trop de fichiers attendent en ce moment. Envoyez votre message sans lui, puis joignez-le plus tard dans une réponse.
files-too-much = « { $name } » n’a pas été joint : { $most } au plus en tout. Envoyez-le dans un second message.
problem-unreachable = Guichet ne peut pas enregistrer pour le moment
problem-unreachable-what = Sa base de données ne répond pas, ou son disque a une panne. Rien de ce qui était enregistré n’est perdu. Si vous veniez d’envoyer un formulaire, nous ne savons pas s’il l’a été.
problem-unreachable-do = Attendez quelques secondes, revenez en arrière et envoyez de nouveau le même formulaire : s’il était déjà enregistré, il ne le sera pas deux fois.
problem-full = Guichet n’a plus de place pour enregistrer
problem-full-what = Le disque du serveur est plein. Rien de ce qui était enregistré n’est perdu, tout se lit encore, mais votre envoi n’a pas été enregistré.
problem-full-do = Attendez quelques minutes, revenez en arrière et envoyez de nouveau. Si cela dure, prévenez la personne qui administre Guichet : il faut libérer de la place sur le disque, rien d’autre.
letters-none-waiting-more = Ici viennent les lettres qui partiront au prochain essai, quand le serveur de courriel ne répond pas.
letters-none-sent-more = Ici viennent les confirmations, les réponses et les alertes, une fois remises.
letters-none-refused-more = Ici viennent les lettres à reprendre à la main, avec la réponse du serveur de courriel.
draft-found = Ce que vous aviez commencé à écrire a été retrouvé.
draft-drop = Effacer
key-pause = Mettre en pause, ou reprendre

## Portail des clients
portal-title = Mes demandes
portal-view-open = En cours
portal-view-waiting = À vous de répondre
portal-view-resolved = Résolues
portal-view-all = Toutes
portal-search = Rechercher une référence ou des mots de la demande
portal-search-hint = Référence ou mots
portal-of = Demandes de qui
portal-of-all = Toutes celles que je peux voir
portal-of-mine = Les miennes
portal-platform = Plateforme
portal-platform-all = Toutes les plateformes
portal-platform-of = { $organisation } : { $platform }
portal-pages = Pages de la liste
portal-first = Début de la liste
portal-empty-open = Rien n’est en cours.
portal-empty-open-do = Ce qui est réglé se trouve sous « Résolues ».
portal-empty-waiting = Personne n’attend de réponse de vous.
portal-empty-waiting-do = Quand le support aura besoin de vous, la demande apparaîtra ici.
portal-empty-resolved = Rien n’est encore résolu.
portal-empty-resolved-do = Vos demandes y viendront une fois réglées.
portal-empty-all = Vous n’avez pas encore de demande.
portal-empty-all-do = La première se dépose avec le bouton « Nouvelle demande ».
portal-empty-narrowed = Aucune demande ne répond à ce choix.
portal-empty-narrowed-do = Élargissez la recherche, ou montrez tout.
portal-filed-by-you = déposée par vous
portal-filed-by-you-for = déposée par vous pour { $organisation }
portal-filed-by = déposée par { $name }
portal-filed-by-of = déposée par { $name }, { $organisation }
portal-expected-new = Nous allons la prendre en charge.
portal-expected-open = Nous y travaillons.
portal-expected-of-you = Nous attendons votre réponse
portal-expected-resolved = Réglée { $date }.
portal-settle = C’est réglé ?
portal-settle-lead = Dites-le nous : les délais s’arrêtent. Vous pourrez rouvrir la demande.
portal-settle-do = C’est réglé pour nous
portal-reopen = Le problème continue ?
portal-reopen-lead = Rouvrez la demande, ou écrivez ce qui se passe : elle reprend là où elle en était.
portal-reopen-do = Rouvrir la demande
portal-done-settled = C’est noté : la demande est réglée.
portal-done-reopened = La demande est rouverte.
portal-done-filed = Votre demande est enregistrée. Le récapitulatif part à votre adresse.
portal-new-platform = Quelle plateforme est concernée ?
portal-new-platform-none = Aucune en particulier
portal-for-title = Pour qui déposez-vous ?
portal-for-lead = Choisissez l’organisation concernée : la demande sera la sienne, sous son contrat.
portal-done-handed = C’est remis : la personne choisie reçoit une lettre avec votre texte.
refused-title = Cette demande ne peut pas être déposée par vous
refused-unknown = Le contrat de ce service n’accepte que les demandes de personnes qu’il connaît. Connectez-vous pour déposer la vôtre ; sans compte, adressez-vous à la personne qui administre le service dans votre organisation. Ce que vous avez écrit est toujours là.
refused-not-designated = Pour ce service, votre organisation a désigné les personnes qui déposent les demandes.
refused-no-subscription = Votre organisation n’a pas d’abonnement à ce service.
refused-ended = L’abonnement de votre organisation à ce service a pris fin le { $day }.
refused-not-yet = L’abonnement de votre organisation à ce service commence le { $day }.
refused-without-support = L’abonnement de votre organisation à ce service ne comprend pas le support.
refused-clause = { $contract }, { $clause }
refused-what = À qui vous adresser
refused-whom = Administrateurs désignés de votre organisation
refused-hand-lead = La personne choisie reçoit une lettre ; votre texte l’attend dans le formulaire, elle le relit et le dépose.
refused-hand = Lui remettre ma demande
refused-nobody = Personne d’autre n’est désigné dans votre organisation : adressez-vous à votre interlocuteur habituel.
refused-kept = Votre texte est gardé
refused-back = Revenir au formulaire
members-title = Personnes
members-lead = Celles et ceux qui déposent et suivent les demandes de votre organisation.
members-without = Sans mot de passe
members-no-letters = Ce support n’envoie pas de courriels : demandez-lui d’ouvrir les comptes.
members-correct = Nom et langue
members-scope = Administrateur désigné de
members-of-all = toute l’organisation
members-of-platform = la plateforme { $platform }
members-designated = Administrateur désigné
members-designated-lead = Un administrateur désigné de toute l’organisation voit toutes ses demandes et gère ses personnes. Celui d’une plateforme voit les demandes de cette plateforme.
members-designate-do = Désigner
members-undesignate-do = Mettre fin
members-last = C’est la dernière personne qui administre l’organisation : après cela, plus personne chez vous ne pourra inviter, désigner ni fermer un compte. Le support devra le faire pour vous. Confirmez si c’est bien ce que vous voulez.
members-sure = Oui, même si plus personne n’administre l’organisation
members-open-lead = La personne pourra de nouveau se connecter, avec le même mot de passe.
members-done-corrected = Les corrections sont enregistrées.
members-done-designated = La désignation est faite.
members-done-undesignated = La désignation a pris fin.

## Comptes de l’équipe
nav-members = Personnes
nav-people = Équipe
nav-account = Mon compte
account-title = Mon compte
account-profile = Qui je suis
account-lang = Langue de vos lettres et de vos pages
account-save = Enregistrer
account-present = Mot de passe actuel
account-new = Nouveau mot de passe
account-password-lead = Changer de mot de passe déconnecte tous vos autres appareils. Une lettre vous le confirme.
account-password-do = Changer de mot de passe
account-present-wrong = Saisissez le mot de passe que vous utilisez aujourd’hui : celui-ci n’est pas le bon
account-devices = Appareils connectés
account-devices-lead = Un appareil que vous ne reconnaissez pas ? Déconnectez-le, puis changez de mot de passe.
account-device = { $browser } sur { $system }
account-device-unknown = Appareil inconnu
account-here = Cet appareil
account-used = Dernier usage : { $at }
account-since = connecté depuis : { $at }
account-end = Déconnecter
account-end-others = Déconnecter tous les autres appareils
account-done-profile = Vos réglages sont enregistrés.
account-done-password = Votre mot de passe est changé, et vos autres appareils sont déconnectés.
account-done-session = C’est fait : l’appareil est déconnecté.
people-title = Équipe
people-lead = Celles et ceux qui travaillent ici, ce qu’ils peuvent faire, et tout ce qui a été fait de leurs comptes.
people-role = Rôle
people-name = Nom
people-lang = Langue des lettres
people-open = Compte ouvert
people-invited = Invitation en attente
people-closed = Compte fermé
people-seen = dernière connexion : { $at }
people-never = jamais connecté
people-invite = Inviter quelqu’un
people-invite-lead = La personne reçoit un lien qui sert une fois, pendant une heure, et choisit elle-même son mot de passe. Passé ce délai, elle en demande un autre depuis la page de connexion.
people-invite-do = Envoyer l’invitation
people-invite-by-hand = Ce guichet n’envoie pas de courriels : invitez par la commande « guichet user add ».
people-no-name = Saisissez le nom de la personne
portal-invited-enough = Cent invitations sont parties depuis hier : la suivante pourra partir demain, ou demandez au support d’entrer vos collègues en une fois.
people-address-taken = Choisissez une autre adresse : quelqu’un a déjà celle-ci
people-send-reset = Envoyer un lien pour changer de mot de passe
people-send-invitation = Envoyer une nouvelle invitation
people-link-lead = Le lien part à l’adresse de la personne. Personne d’autre ne voit ni ne choisit son mot de passe.
people-role-lead = Changer de rôle déconnecte la personne : son nouveau rôle vaut dès sa prochaine page.
people-role-do = Changer de rôle
people-close = Fermer le compte
people-close-lead = La personne est déconnectée aussitôt et ne peut plus se connecter. Rien de ce qu’elle a écrit ne disparaît.
people-close-do = Fermer ce compte
people-open-again = Rouvrir le compte
people-open-lead = La personne pourra de nouveau se connecter, avec le même mot de passe et le même rôle.
people-open-do = Rouvrir ce compte
people-last = C’est le dernier compte qui peut administrer : donnez d’abord ce rôle à quelqu’un d’autre qui s’est déjà connecté.
people-history = Ce qui a été fait
people-history-none = Rien encore.
people-by-command = La ligne de commande
people-by-link = Un lien à usage unique
people-event-added = { $by } ouvre le compte de { $about } : { $to }.
people-event-link = { $by } donne à { $about } un lien pour choisir un mot de passe.
people-event-password = { $by } : { $about } a choisi un mot de passe.
people-event-renamed = { $by } remplace le nom « { $from } » par « { $to } ».
people-event-role = { $by } change le rôle de { $about } : { $from } devient { $to }.
people-event-closed = { $by } ferme le compte de { $about }.
people-event-opened = { $by } rouvre le compte de { $about }.
people-done-invited = L’invitation part à l’instant.
people-done-role = Le rôle est changé.
people-done-closed = Le compte est fermé.
people-done-opened = Le compte est rouvert.
people-done-link = Le lien part à l’instant.
people-tickets = { $count ->
    [0] Aucune demande en cours ne porte son nom.
    [one] Une demande en cours porte son nom.
   *[other] { $count } demandes en cours portent son nom.
}
people-heir = À qui vont ses demandes en cours ?
people-heir-nobody = À personne : elles retournent dans la file
people-give = Demandes en cours
people-give-do = Confier ces demandes
people-done-given = Les demandes ont changé de mains.

# Organisations, produits, files : ce qui se règle

nav-organisations = Organisations
nav-products = Produits
nav-queues = Files

organisations-title = Organisations
organisations-lead = Clients, intégrateurs et éditeurs : leurs plateformes, leurs contrats, leurs administrateurs désignés. Rien de l’une n’est visible d’une autre.
organisations-search = Chercher une organisation
organisations-search-do = Chercher
organisations-none = Aucune organisation
organisations-none-more = Ajoutez la première ci-dessous, ou importez un tableau.
organisations-none-found = Aucune organisation de ce nom
organisations-all = Toutes les organisations
organisations-more = Seules les 200 premières sont affichées : précisez la recherche.
organisations-enter = Ajouter une organisation
organisations-enter-do = Ajouter l’organisation

setup-name = Nom
setup-kind = Nature
setup-kind-customer = Client
setup-kind-integrator = Intégrateur
setup-kind-vendor = Éditeur
setup-domain = Domaine des adresses
setup-domain-hint = Qui écrit de ce domaine appartient à l’organisation. Exemple : marlaix.fr
setup-domain-is = adresses en @{ $domain }
setup-domain-none = aucun domaine d’adresses
setup-no-name = Saisissez un nom
setup-no-platform = Saisissez le nom de la plateforme
setup-no-day = Saisissez une date, comme 2026-12-31
setup-no-hours = Saisissez un nombre d’heures, comme 10 ou 7,5
setup-organisation-taken = Une organisation porte déjà ce nom : choisissez-en un autre
setup-mail-domain-taken = Ce domaine est celui d’une autre organisation
setup-mail-domain-malformed = Saisissez un domaine, comme marlaix.fr
setup-mail-domain-shared = Ce fournisseur donne des adresses à tout le monde : laissez le domaine vide
setup-platform-taken = Cette organisation a déjà une plateforme de ce nom
setup-version-unknown-version = Cette version n’existe plus : choisissez-en une autre
setup-product-taken = Un produit porte déjà ce nom
setup-version-taken = Ce produit a déjà une version de ce nom
setup-integrator-unknown = Choisissez un intégrateur, autre que l’organisation elle-même
setup-contract-unknown = Aucun contrat ne porte ce nom
setup-last-day-before-first = Le dernier jour précède le premier : corrigez l’un des deux
setup-assignee-none = Ajoutez d’abord un membre : sans membre, personne ne verrait cette file
setup-assignee-last = C’est le dernier membre : ouvrez d’abord la file à toute l’équipe
setup-an-organisation = une organisation

setup-platforms = Plateformes
setup-platforms-none = Aucune plateforme connue.
setup-platform = Nom de la plateforme
setup-platform-hint = Comme l’organisation la nomme. Exemple : Production Lyon
setup-platform-add = Ajouter une plateforme
setup-platform-add-do = Ajouter la plateforme
setup-platform-open = Demandes
setup-platform-open-yes = On peut en déposer pour cette plateforme
setup-platform-open-no = Plateforme fermée
setup-platform-closed = Fermée
setup-unmaintained = Version non maintenue
setup-environment = Environnement
setup-environment-production = Production
setup-environment-pre-production = Préproduction
setup-environment-test = Test
setup-environment-development = Développement
setup-version = Produit et version
setup-version-unknown = Non renseigné

setup-contracts = Contrats
setup-contracts-none = Aucun contrat : les demandes suivent le contrat du service.
setup-contract-add = Attribuer un contrat
setup-contract-add-do = Attribuer ce contrat
setup-contract-kept = Une demande garde la version du contrat sous laquelle elle a été déposée.
setup-service = Service
setup-contract = Contrat
setup-support = Support
setup-support-yes = Compris : des demandes peuvent être déposées
setup-support-no = Non compris
setup-without-support = sans support
setup-hours = Heures d’assistance payées d’avance
setup-hours-hint = Par exemple 10, ou 7,5
setup-prepaid = { $amount } d’assistance
setup-first = Premier jour
setup-last = Dernier jour
setup-last-hint = Laissez vide tant qu’aucune fin n’est convenue
setup-from = depuis le { $first }
setup-from-to = du { $first } au { $last }
setup-in-force = En cours
setup-to-come = À venir
setup-ended = Terminé

setup-members = Personnes
setup-members-none = Personne encore : qui dépose une demande depuis le domaine de l’organisation apparaît ici.
setup-designated-whole = Administre l’organisation
setup-designated-platform = Administre { $name }
setup-designate-of = Administrateur désigné de quoi :
setup-whole = toute l’organisation
setup-designate = Désigner
setup-undesignate = Ne plus désigner

setup-serves = Organisations servies
setup-serves-none = Aucune : donnez-lui un mandat depuis la page d’un client.
setup-integrators = Intégrateurs
setup-integrators-none = Aucun intégrateur ne sert cette organisation.
setup-integrator = Intégrateur qui la sert
setup-mandate-give = Donner le mandat
setup-mandate-end = Retirer le mandat

setup-change = Modifier
setup-change-do = Enregistrer
setup-read-only = Vous pouvez lire cette page, pas la modifier.

setup-done-entered = L’organisation est ajoutée.
setup-done-changed = L’organisation est modifiée.
setup-done-platform = La plateforme est enregistrée.
setup-done-mandate = Le mandat est donné : cet intégrateur voit les demandes de l’organisation dès maintenant.
setup-done-no-mandate = Le mandat est retiré : cet intégrateur ne voit plus que ce qu’il a déposé lui-même.
setup-done-designated = La personne est désignée.
setup-done-no-designation = La personne n’est plus désignée.
setup-done-subscription = Le contrat est enregistré.

setup-event-entered = { $by } ajoute l’organisation : { $name }, { $other }.
setup-event-changed = { $by } modifie l’organisation : { $name }, { $other }.
setup-event-platform = { $by } ajoute la plateforme « { $name } » : { $other }.
setup-event-platform-changed = { $by } modifie la plateforme « { $name } » : { $other }.
setup-event-platform-closed = { $by } ferme la plateforme « { $name } ».
setup-event-mandate = { $by } donne mandat à { $name } de servir { $other }.
setup-event-no-mandate = { $by } retire à { $name } le mandat de servir { $other }.
setup-event-designated = { $by } désigne { $name } pour administrer l’organisation.
setup-event-designated-of = { $by } désigne { $name } pour administrer « { $other } ».
setup-event-undesignated = { $by } met fin à la désignation de { $name }.
setup-event-undesignated-of = { $by } met fin à la désignation de { $name } pour « { $other } ».
setup-event-member = { $by } ajoute { $name }.
setup-event-came = { $by } rattache { $name } à l’organisation.
setup-event-left = { $by } détache { $name } de l’organisation.
setup-event-subscribed = { $by } attribue le contrat « { $name } » à partir du { $other }.
setup-event-subscription-ends = { $by } modifie un contrat, qui se termine le { $name }.
setup-event-subscription-changed = { $by } modifie un contrat.
setup-event-queue-closed = { $by } réserve la file à ses membres.
setup-event-queue-opened = { $by } ouvre la file à toute l’équipe.
setup-event-queue-joined = { $by } ajoute { $name } à la file.
setup-event-queue-left = { $by } retire { $name } de la file.
setup-event-product = { $by } nomme le produit « { $name } ».
setup-event-version = { $by } enregistre la version { $name }, maintenue.
setup-event-version-ended = { $by } enregistre la version { $name }, non maintenue.

import-title = Importer organisations et personnes
import-lead = Collez un tableau : rien n’est écrit avant que chaque ligne ait été vérifiée et que vous l’ayez demandé.
import-table = Tableau
import-hint = Les noms des colonnes d’abord, puis une ligne par personne ; point-virgule, virgule ou tabulation.
import-columns = Colonnes possibles, seule la première est obligatoire :
import-try = Vérifier sans rien écrire
import-take = Importer
import-fates = Ce que devient chaque ligne
import-line = Ligne { $number }
import-ready = { $taken ->
    [one] Une ligne serait importée. Rien n’est encore écrit.
   *[other] { $taken } lignes seraient importées. Rien n’est encore écrit.
  }
import-done = { $taken ->
    [one] Une ligne est importée.
   *[other] { $taken } lignes sont importées.
  }
import-refused = { $refused ->
    [one] Une ligne ne peut pas être importée : corrigez-la. Rien n’est écrit.
   *[other] { $refused } lignes ne peuvent pas être importées : corrigez-les. Rien n’est écrit.
  }
import-nothing = Tout est déjà connu : il n’y a rien à importer.
import-known = Déjà connu : rien ne change
import-adds-both = Ajouterait { $organisation } et { $person }
import-adds-organisation = Ajouterait { $organisation }
import-adds-person = Ajouterait { $person } à { $organisation }
import-added-both = { $organisation } et { $person } sont ajoutées
import-added-organisation = { $organisation } est ajoutée
import-added-person = { $person } est de { $organisation }
import-wrong-organisation = Écrivez le nom de l’organisation
import-wrong-kind = « { $word } » n’est pas une nature : écrivez customer, integrator ou vendor
import-wrong-domain = Écrivez un domaine propre à l’organisation, comme marlaix.fr
import-wrong-domain-taken = Ce domaine est celui de « { $word } »
import-wrong-name = Écrivez le nom de la personne
import-wrong-email = Écrivez une adresse, comme nom@exemple.fr
import-wrong-lang = « { $word } » n’est pas une langue : écrivez fr ou en
import-wrong-administrator = « { $word } » n’est ni oui ni non
import-wrong-elsewhere = Cette adresse est d’une personne de « { $word } »
import-wrong-works-here = Cette adresse est d’une personne de l’équipe
import-empty = Collez les noms des colonnes et au moins une ligne
import-malformed = La ligne { $line } est illisible : un guillemet est-il resté ouvert ?
import-column = Il n’y a pas de colonne « { $name } »
import-column-meant = Il n’y a pas de colonne « { $name } » : vouliez-vous dire « { $meant } » ?
import-column-missing = Il manque la colonne « { $name } »
import-too-long = Le tableau est trop long : importez-le en plusieurs fois
import-col-line = Ligne
import-col-fate = Sort
import-col-says = Ce qu’elle devient
import-fate-taken = prise
import-fate-known = connue
import-fate-refused = refusée
import-apply = Pour l’écrire : la même commande avec --apply.
import-no-letter = Personne n’a été invité. Qui a été désigné administrateur l’apprend par courriel.

products-title = Produits
products-lead = Ce que font les éditeurs, et les versions qu’ils maintiennent : seule une version maintenue peut être escaladée.
products-none = Aucun produit
products-none-more = Ajoutez le premier ci-dessous.
products-no-version = Aucune version.
products-name = Nom du produit
products-enter = Ajouter un produit
products-enter-do = Ajouter le produit
products-version = Version
products-version-add = Ajouter une version
products-version-add-do = Ajouter la version
products-state = État
products-until = Dernier jour de maintenance
products-maintained = Maintenue
products-maintained-until = Maintenue jusqu’au { $day }
products-unmaintained = Non maintenue
products-ended = Non maintenue depuis le { $day }

queues-title = Files
queues-lead = Qui travaille dans quelle file. Une file réservée à ses membres n’est visible de personne d’autre, administrateurs compris.
queues-members-only = Réservée à ses membres
queues-everybody = Visible de toute l’équipe
queues-no-member = Aucun membre.
queues-leave = Retirer
queues-join = Ajouter
queues-join-who = Personne à ajouter à
queues-open = Ouvrir à toute l’équipe
queues-close = Réserver à ses membres

export-do = Exporter :
export-do-of = Exporter « { $what } » :
export-rows = Lignes
export-about = À propos
export-about-list = Liste
export-about-asked = Filtres
export-about-everything = aucun : la liste entière
export-about-zone = Fuseau horaire
export-about-made = Exporté le
export-about-rows = Nombre de lignes
export-about-hash = SHA-256
export-about-proof = Vérifier
export-about-proof-how = L’empreinte est celle de la même liste exportée en CSV : tant que rien n’a changé, les deux concordent.
export-list-queue = File des demandes
export-list-history = Historique de la demande
export-list-designated = Administrateurs désignés
export-list-time = Temps passé
export-asked-view = Vue
export-asked-text = Recherche
export-asked-ignored = Filtres ignorés
export-asked-first = Du
export-asked-last = Au
export-yes = oui
export-no = non
export-reference = Référence
export-subject = Objet
export-priority = Priorité
export-confirmed = Priorité confirmée
export-state = État
export-paused-for = Motif de la pause
export-organisation = Organisation
export-requester = Demandeur
export-queue = File
export-service = Service
export-contract = Contrat
export-agent = Agent
export-clock = Engagement
export-due = Échéance
export-clock-state = État de l’engagement
export-clock-running = en cours
export-clock-late = en retard
export-clock-paused = en pause
export-clock-kept = tenu
export-clock-missed = manqué
export-clock-stopped = arrêté
export-filed = Déposée le
export-rank = Rang
export-when = Date
export-by = Par
export-about-whom = Au sujet de
export-what = Ce qui a été fait
export-text = Texte
export-visibility = Visibilité
export-public = réponse
export-internal = note interne
export-fired = Déclenchée le
export-level = Niveau
export-told = Prévenus
export-caught-up = Partie en retard
export-answered-by = Acquittée par
export-answered-at = Acquittée le
export-owed = Écrite le
export-letter = Lettre
export-worded-for = Pour
export-worded-since = Depuis
export-to = Destinataire
export-came = Reçue le
export-from = Expéditeur
export-door = Entrée
export-outcome = Ce qu’elle est devenue
export-remarks = Remarques
export-door-lmtp = serveur de courrier (LMTP)
export-door-imap = boîte aux lettres (IMAP)
export-door-pipe = ligne de commande
export-lang = Langue
export-attempts = Essais
export-next-try = Prochain essai
export-sent = Envoyée le
export-answer = Réponse du serveur
export-kind = Nature
export-domain = Domaine des adresses
export-name = Nom
export-email = Adresse électronique
export-role = Rôle
export-account = Compte
export-account-open = Compte ouvert
export-factor = Second facteur
export-seen = Dernière connexion
export-designated = Administrateur désigné de
export-platform = Plateforme
export-environment = Environnement
export-product = Produit
export-version = Version
export-maintained = Maintenue
export-maintained-until = Dernier jour de maintenance
export-open = Ouverte aux demandes
export-first-day = Premier jour
export-last-day = Dernier jour
export-support = Support compris
export-prepaid = Aide prépayée
export-time = Temps
export-correction = Raison de la correction
export-members-only = Réservée à ses membres
export-member = Membre
export-left = Reste
export-month = Mois
export-opinion = Avis
export-comment = Commentaire
export-expected = Ce qui est attendu
export-time-lead = Le temps noté avec les messages des demandes de l’organisation ; une correction compte le jour où elle est faite.

problem-rows = Cette liste est trop longue pour un classeur
problem-rows-what = Un classeur XLSX a de la place pour 1 048 575 lignes et doit être prêt en 45 secondes ; cette liste en demande davantage.
problem-rows-do = Restreignez la liste avec ses filtres, ou exportez-la en CSV, qui n’a pas cette limite.

help-export = Exporter une liste
help-export-1 = « Exporter », au bas d’une liste, en donne toutes les lignes, même celles que la page ne montre pas, avec les filtres de la page : en CSV pour d’autres programmes, en XLSX pour un tableur, jusqu’à 1 048 575 lignes. Ce que vous ne voyez pas n’y est pas.
help-export-2 = Tout texte reste du texte, jamais une formule. En CSV, un texte qui pourrait passer pour une formule est précédé d’une apostrophe, à chacune de ses lignes. Le classeur dit, dans « À propos », les filtres, le fuseau horaire, la date, le nombre de lignes et l’empreinte SHA-256 du même export en CSV.
## Suivre, donner son avis, heures payées d’avance, invitations
followers-title = Qui suit cette demande
followers-none = Personne d’autre que le demandeur.
followers-you = (vous)
followers-add = Ajouter une personne, par son adresse
followers-add-hint = Une personne de l’organisation, ou de l’intégrateur qui la sert, qui a un compte. Elle lira toute la demande.
followers-add-do = Ajouter
followers-remove = Retirer
followers-leave = Ne plus suivre
followers-unknown = Personne de l’organisation n’a de compte à cette adresse : vérifiez-la, ou demandez à un administrateur désigné d’inviter la personne
followers-requester = Cette personne a déposé la demande : elle la suit déjà
followers-full = Cinquante personnes suivent déjà la demande : retirez-en une d’abord
portal-done-followed = C’est fait : la personne suit la demande, une lettre le lui dit.
portal-done-removed = La personne ne suit plus la demande.
portal-done-left = Vous ne suivez plus cette demande.
portal-done-rated = Votre avis est enregistré. Merci.
event-follows = { $name } suit la demande
event-follower-added = { $name } ajoute { $person } aux personnes qui suivent la demande
event-follows-no-more = { $name } ne suit plus la demande
event-follower-removed = { $name } retire { $person } des personnes qui suivent la demande
event-rated = { $name } donne son avis : « { $level } »
opinion-title = Votre avis
opinion-lead = Seulement si vous le voulez : la réponse ne change rien à la demande. Elle se donne une seule fois.
opinion-ask = Que pensez-vous de ce qui a été fait ?
opinion-content = Satisfait
opinion-partly = Plus ou moins satisfait
opinion-unhappy = Pas satisfait
opinion-comment = Voulez-vous ajouter quelque chose ?
opinion-do = Donner mon avis
opinion-thanks = Merci. Les personnes du support lisent votre avis avec la demande.
opinion-no-level = Choisissez une des trois réponses
opinion-given-before = Votre avis a déjà été donné : il n’est demandé qu’une fois, et il reste tel quel.
opinion-too-early = La demande n’est pas résolue : votre avis sera demandé quand elle le sera.
ticket-opinion = Avis du demandeur
nav-satisfaction = Satisfaction
satisfaction-title = Satisfaction
satisfaction-lead = Ce que les demandeurs disent de leurs demandes résolues.
satisfaction-since = Depuis le { $date }.
satisfaction-all = Toutes les files
satisfaction-queues = Par file
satisfaction-organisations = Par organisation
satisfaction-no-organisation = Sans organisation
satisfaction-recent = Derniers avis
satisfaction-none = Aucun avis pour l’instant.
satisfaction-answers = { $count ->
    [0] aucun avis
    [one] { $count } avis
   *[other] { $count } avis
}
satisfaction-shares = Satisfaits : { $content } · plus ou moins : { $partly } · pas satisfaits : { $unhappy }
nav-hours = Heures
date-month-year = { $month }{"\u00A0"}{ $year }
hours-title = Heures payées d’avance
hours-lead = Ce que votre organisation a acheté, ce qui en est dépensé, et sur quelles demandes.
hours-none = Aucun contrat de l’organisation ne comprend d’heures payées d’avance.
hours-bought = Achetées
hours-spent = Dépensées
hours-left = Reste { $amount }
hours-over = Dépassement : { $amount } de plus que ce qui est payé
hours-less = −{ $amount }
hours-nothing = Rien n’est dépensé.
hours-others = Demandes que vous ne voyez pas
hours-how = Le temps compte le jour où il est noté, à l’heure de Paris. Une correction compte le jour où elle est faite : un mois passé ne change plus.
hours-detail = Par mois et par demande
hours-short = Reste { $left } sur { $bought }
hours-short-over = Dépassement de { $left } sur { $bought }
hours-line = Heures payées d’avance : reste { $left } sur { $bought }
hours-line-until = Heures payées d’avance, jusqu’au { $day } : reste { $left } sur { $bought }
hours-line-over = Heures payées d’avance : dépassement de { $left } sur { $bought }
hours-line-over-until = Heures payées d’avance, jusqu’au { $day } : dépassement de { $left } sur { $bought }
members-invited = Invitations en attente
members-invited-lead = Une personne passe dans la liste ci-dessus dès qu’elle a choisi un mot de passe.
members-invited-at = Invitation envoyée { $at }
members-invite-again = Envoyer de nouveau
members-withdraw = Retirer l’invitation
members-done-invited = L’invitation est partie. La personne apparaîtra dans la liste quand elle aura choisi un mot de passe.
members-done-withdrawn = L’invitation est retirée : son lien n’ouvre plus rien.
letter-kind-followed-answer = Réponse à qui suit
letter-kind-follower-added = Demande à suivre
letter-kind-customer-warned = Échéance, aux administrateurs du client
letter-kind-customer-settled = Réglée ou rouverte par le client
letter-kind-designation = Administrateur désigné
letter-kind-asked-elsewhere = Invitation venue d’ailleurs
letter-kind-mail-refused = Courriel non déposé
letter-mail-refused-title = Votre courriel n’a pas été déposé ({ $site })
letter-mail-refused-eyebrow = Courriel non déposé
letter-mail-refused-heading = Votre courriel n’est pas devenu une demande
letter-mail-refused-body = Votre courriel au service « { $service } », reçu le { $came }, n’a pas été déposé : aucune demande n’est ouverte et aucun délai ne court.
letter-mail-refused-clause = Ce que dit le contrat : « { $text } »
letter-mail-refused-whom = À qui vous adresser dans votre organisation : { $whom }. Une personne désignée peut déposer la demande ; si vous avez un compte, le formulaire lui remet votre texte en un clic.
letter-mail-refused-kept = Votre courriel est gardé, et le support peut encore le prendre. Vous recevez ce message une fois par jour au plus, même si vous écrivez plusieurs fois.
letter-why-mail-refused = Vous recevez ce message parce qu’un courriel est arrivé de votre adresse, qui est connue pour { $organisation }. Si ce n’était pas vous, vous pouvez l’ignorer.
letter-rate = Donner mon avis
letter-leave = Ne plus suivre
letter-open-people = Voir les personnes
letter-open-portal = Ouvrir mes demandes
letter-followed-eyebrow = Réponse à la demande { $reference }
letter-followed-heading = { $author } a répondu à { $requester }
letter-followed-news = { $author } a donné des nouvelles à { $requester }
letter-followed-resolved = La demande de { $requester } est résolue
letter-why-follower = Vous recevez ce message parce que vous suivez la demande { $reference } ({ $site }). « Ne plus suivre », sur sa page, y met fin.
letter-follower-eyebrow = Demande { $reference }, déposée par { $requester }
letter-follower-heading = { $by } vous ajoute à une demande
letter-follower-body = Vous pouvez la lire et y écrire depuis votre compte. Les réponses du support vous parviendront aussi.
letter-follower-leave = Si cela ne vous concerne pas, choisissez « Ne plus suivre » sur sa page : plus rien ne vous sera envoyé.
letter-settled-eyebrow = Demande réglée par le client
letter-settled-heading = { $by } dit que c’est réglé
letter-settled-body = La demande { $reference } est résolue et ses délais sont arrêtés. Vous n’avez rien à faire.
letter-reopened-eyebrow = Demande rouverte par le client
letter-reopened-heading = { $by } rouvre la demande
letter-reopened-body = Pour le client, la demande { $reference } n’est pas réglée : elle reprend, avec ses délais.
letter-warned-eyebrow = Engagement du contrat
letter-warned-soon = Une échéance approche ({ $clock }) : il reste { $amount }
letter-warned-late = Une échéance n’a pas été tenue : { $clock }
letter-warned-body = Le contrat prévoit que vous en soyez averti. La page de la demande dit où elle en est et pourquoi l’échéance tombe à cet instant.
letter-why-warned = Vous recevez ce message parce que vous êtes administrateur désigné de { $organisation } et que l’échelle d’escalade du contrat vous prévient.
letter-designation-title = Administrateur désigné, { $site }
letter-designation-eyebrow = Administrateurs désignés
letter-designation-heading = Administrateurs désignés
letter-designation-whole = toute l’organisation
letter-designation-platform = la plateforme « { $platform } »
letter-designation-by-desk = le support
letter-designation-own-heading = Vous êtes administrateur désigné de { $organisation }
letter-designation-own-body = Décidé par { $by } le { $when }, pour { $scope }.
letter-designation-own-ended-heading = Vous n’êtes plus administrateur désigné de { $organisation }
letter-designation-own-ended-body = Décidé par { $by } le { $when }, pour { $scope }.
letter-designation-other-heading = { $name } est administrateur désigné de { $organisation }
letter-designation-other-body = Décidé par { $by } le { $when }, pour { $scope }.
letter-designation-other-ended-heading = { $name } n’est plus administrateur désigné de { $organisation }
letter-designation-other-ended-body = Décidé par { $by } le { $when }, pour { $scope }.
letter-designation-means-whole = Depuis votre compte, vous voyez toutes les demandes de l’organisation, vous invitez vos collègues et vous désignez d’autres administrateurs. Vous serez prévenu de ce qui touche vos plateformes.
letter-designation-means-platform = Depuis votre compte, vous voyez toutes les demandes de cette plateforme, et vous serez prévenu de ce qui la touche.
letter-designation-means-ended = Vos propres demandes, et celles que vous suivez, restent dans votre compte.
letter-designation-wrong = Si ce n’est pas voulu, un administrateur désigné de l’organisation peut le changer, et le support aussi.
letter-why-designation = Vous recevez ce message parce que cela change ce que vous pouvez faire pour { $organisation }.
letter-elsewhere-title = Une invitation à votre adresse, { $site }
letter-elsewhere-eyebrow = Invitation
letter-elsewhere-heading = On a voulu vous ouvrir un compte
letter-elsewhere-body = { $by }, de { $organisation }, vous a invité. Votre adresse a déjà un compte ici, ou relève d’une autre organisation : rien ne change pour vous, et { $by } ne le sait pas.
letter-elsewhere-do = Si vous avez changé d’organisation, écrivez-le au support, qui décidera avec vous. Sinon, vous n’avez rien à faire.
letter-elsewhere-write = Écrire au support
letter-why-elsewhere = Vous recevez ce message parce que { $by } a donné votre adresse ({ $site }).

## Portes de la démonstration
demo-doors = Entrer dans la démonstration
demo-doors-lead = Chaque lien ouvre une session ; le dernier choisi remplace le précédent.
demo-door-agent = Agent : Camille
demo-door-supervisor = Responsable : Alix
demo-door-administrator = Administrateur du support : Dominique
demo-door-requester = Demandeur : Maud Lestienne, Fonderies Marlaix
demo-door-designated-administrator = Administrateur désigné : Hélène Courtois, Fonderies Marlaix
demo-door-integrator = Intégrateur : Yanis Corbel, Intégrale Conseil, qui sert deux clients
demo-door-vendor = Éditeur : centre de services de Divalto

# Courriels reçus
incoming-title = Courriels reçus
incoming-lead = Chaque courriel reçu est gardé entier avant d’être lu. Aucun n’est perdu : ce qui ne peut être rangé seul attend ici.
incoming-addresses = Adresses de réception :
incoming-no-address = Aucune adresse de réception n’est réglée : ajoutez une table [[address]] au fichier de réglages.
incoming-to-letters = Lettres envoyées
incoming-tabs = Courriels par état
incoming-held = À examiner
incoming-waiting = À lire
incoming-settled = Rangés
incoming-none-held = Aucun courriel n’attend de décision
incoming-none-waiting = Aucun courriel n’attend d’être lu
incoming-none-settled = Aucun courriel n’a encore été reçu
incoming-no-sender = expéditeur illisible
incoming-no-subject = sans objet
incoming-ticket = le ticket
incoming-raw = Courriel d’origine (.eml)
incoming-release = En faire un ticket
incoming-outcome-filed = nouveau ticket
incoming-outcome-replied = message du client
incoming-outcome-noted = note interne
incoming-outcome-to-confirm = note à confirmer
incoming-outcome-reported = avis de remise
incoming-outcome-set-aside = réponse automatique
incoming-outcome-too-many = trop d’envois
incoming-outcome-no-address = adresse inconnue
incoming-outcome-not-entitled = hors contrat
incoming-outcome-other-organisation = autre structure
incoming-outcome-failed = lecture impossible
incoming-hint-filed = Ce courriel est rangé.
incoming-hint-replied = Ce courriel est rangé.
incoming-hint-noted = Ce courriel est rangé.
incoming-hint-to-confirm = Ce courriel est rangé.
incoming-hint-reported = Ce courriel est rangé.
incoming-hint-set-aside = Ce courriel est rangé.
incoming-hint-too-many = Cet expéditeur a beaucoup écrit en une heure. Regardez s’il s’agit d’une boucle, puis faites-en un ticket si besoin.
incoming-hint-no-address = Aucune adresse de réception ne correspond. Faites-en un ticket, ou complétez les réglages.
incoming-hint-not-entitled = Le contrat n’admet pas les demandes de cet expéditeur. Faites-en un ticket si vous l’acceptez.
incoming-hint-other-organisation = Cette adresse est réservée à une structure, et l’expéditeur n’en est pas. Faites-en un ticket à son nom si vous l’acceptez.
incoming-hint-failed = La lecture a échoué plusieurs fois. Ouvrez le courriel d’origine, ou essayez encore.
incoming-remark-unreadable = Courriel illisible : ouvrez le fichier d’origine.
incoming-remark-doubtful-sender = L’expéditeur est indiqué plusieurs fois, ou n’est pas clair.
incoming-remark-unknown-charset = Jeu de caractères inconnu : des signes peuvent être faux.
incoming-remark-html-left-out = Mise en forme trop lourde : seul le texte est montré.
incoming-remark-too-many-parts = Trop de parties ou de fichiers : le reste est dans le courriel d’origine.
incoming-remark-text-cut = Texte trop long : la suite est dans le courriel d’origine.
incoming-remark-encrypted = Courriel chiffré.
incoming-remark-signed = Courriel signé ; la signature n’a pas été vérifiée.
incoming-remark-invitation = Contient une invitation à une réunion.
letters-to-incoming = Courriels reçus
ticket-by-mail = par courriel
ticket-mail-to-confirm = Expéditeur non vérifié. Ce courriel n’a rien changé au ticket :
ticket-mail-forged = Notre serveur de courriel dit que cet expéditeur est usurpé :
ticket-mail-unverified = Expéditeur non vérifié :
ticket-mail-quoted = Messages cités
ticket-mail-signature = Signature
ticket-mail-formatted = Mise en forme d’origine
ticket-mail-confirm = C’est bien du client : en faire son message
ticket-mail-reported = Avis de remise de { $from }
ticket-mail-aside = Réponse automatique de { $from }, sans effet sur le ticket
# letters about how far a request is
letter-kind-taken-in-charge = Prise en charge
letter-kind-paused = Mise en pause
letter-kind-deadline-missed = Échéance manquée, au demandeur
letter-kind-still-working = Toujours en cours
letter-kind-followed-news = Toujours en cours, à qui suit
letter-taken-eyebrow = Demande { $reference } prise en charge
letter-taken-heading = { $by } s’occupe de votre demande
letter-taken-no-promise = Le contrat n’annonce pas d’autre délai pour cette demande.
letter-taken-body = Vous n’avez rien à faire. Si vous avez une précision à donner, écrivez-la sur la page de la demande.
letter-paused-eyebrow = Demande { $reference } en pause
letter-paused-yours = Nous attendons votre réponse
letter-paused-heading = Votre demande est en pause : { $reason }
letter-paused-awaited = Ce que { $by } attend de vous : { $awaited }
letter-paused-answer = Répondez sur la page de la demande : elle repart dès que votre message arrive.
letter-paused-nothing = Vous n’avez rien à faire. La page de la demande dit quand elle repart.
letter-paused-clocks = Délais arrêtés pendant la pause
letter-paused-no-clock = Les délais promis continuent de courir pendant cette pause.
letter-missed-eyebrow = Engagement manqué, demande { $reference }
letter-missed-acknowledge = Votre demande n’a pas été prise en charge à temps
letter-missed-respond = Vous n’avez pas eu de réponse à temps
letter-missed-update = Vous n’avez pas eu de nouvelles à temps
letter-missed-resolve = Votre demande n’est pas résolue à temps
letter-missed-late = Retard : { $amount }, calculé le { $when }
letter-missed-somebody = { $agent } s’occupe de votre demande ; elle garde sa priorité.
letter-missed-nobody = Votre demande attend dans la file du support, où elle est signalée comme en retard.
letter-missed-kept = Ce retard reste inscrit à l’historique de la demande.
letter-news-eyebrow = Nouvelles de votre demande { $reference }
letter-news-heading = Nous y travaillons toujours
letter-news-unpromised = Le contrat n’annonce pas de date pour les nouvelles suivantes.
letter-news-owed = Vous devez des nouvelles de cette demande à { $requester }, au plus tard le { $when } ({ $contract }, { $clause }). Une phrase suffit : elle vous attend toute prête sur la page de la demande, et rien ne part avant que vous ne l’envoyiez.
letter-news-owed-since = Vous deviez des nouvelles de cette demande à { $requester }, au plus tard le { $when } ({ $contract }, { $clause }), et rien n’est parti. Une phrase suffit : elle vous attend toute prête sur la page de la demande.
letter-news-write = Écrire que nous y travaillons toujours
letter-resolved-plain = { $author } a réglé votre demande sans autre message.
help-follow-4 = Une lettre qui le propose peut aussi recevoir votre réponse : répondez depuis l’adresse à laquelle elle vous est parvenue, et votre réponse rejoint la demande.
help-mail = Courriels reçus
help-mail-1 = Un courriel adressé au service devient un ticket, ou une réponse sur son ticket. Si rien ne prouve son expéditeur, il attend comme note interne et ne change rien : un bouton en fait le message du client. Le vôtre, en réponse à une lettre du service, devient une note interne, jamais une réponse.
help-mail-2 = Les réponses d’absence ne lancent ni n’arrêtent aucun chronomètre. Ce qui n’a pu être rangé seul attend sous « Courriels reçus », avec la raison ; tout courriel y reste tel qu’il est arrivé.

# Contrats
contracts-title = Contrats
contracts-lead = Ce qui est promis, quand le temps compte et qui est prévenu : chaque contrat tel qu’il s’applique aux demandes déposées maintenant.
contracts-back = Contrats
contract-version-since = Version { $version }, depuis le { $day }
contract-version-at = Version { $version }, { $at }
contract-organisations = { $count ->
    [0] aucune organisation
    [one] { $count } organisation
   *[other] { $count } organisations
}
contract-services = services : { $names }
contract-old = Ceci est une version antérieure : les demandes déposées de son temps y restent, aucune nouvelle n’y entre.
contract-latest = Lire la version en vigueur
contract-try = Essayer une demande
contract-file = Fichier du contrat
contract-promises = Ce qui est promis
contract-promises-rows = Délais promis, par engagement et par priorité
contract-clock = Engagement
contract-nothing = rien
contract-hours = Quand le temps compte
contract-closures = Prochaines fermetures
contract-ladder = Qui est prévenu, et quand
contract-no-ladder = Personne n’est prévenu.
contract-waits = Ce qui suspend un engagement
contract-stops = Suspend : { $clocks }
contract-filing = Déposer une demande
contract-filing-anyone = Tout le monde peut déposer une demande.
contract-filing-subscribers = Les organisations abonnées avec support.
contract-filing-designated = Les administrateurs désignés par leur organisation.
contract-files = { $count ->
    [one] Un fichier par message, de { $size } au plus.
   *[other] { $count } fichiers par message, de { $size } au plus chacun.
}
contract-clauses = Clauses
contract-versions = Versions
contract-versions-lead = Une version ne change jamais. Chaque demande garde celle sous laquelle elle a été déposée.
contract-shown = affichée
contract-changes = Ce qui a changé
contract-to-assignee = agent en charge
contract-to-queue = agents de la file
contract-to-supervisor = superviseur
contract-to-administrators = administrateurs désignés du client
contract-to-requester = demandeur
trial-title = Essayer une demande
trial-lead = Quelle échéance une demande aurait-elle ? Rien n’est enregistré.
trial-filed = Déposée le
trial-zone = Heure du contrat : { $zone }.
trial-priority = Priorité
trial-more = Prise en charge, attente
trial-taken = Prise en charge le
trial-reason = Elle attend
trial-no-wait = rien
trial-from = Attente du
trial-to = au
trial-do = Calculer
trial-beyond = Le calendrier ne va pas si loin : choisissez une date entre 1950 et 2100.
trial-no-moment = Dites quand la demande est déposée.
trial-no-instant = Ce n’est pas une date avec son heure : écrivez 2026-12-24T14:20.
trial-no-priority = Choisissez P1, P2 ou P3.
trial-no-reason = Ce contrat ne connaît pas cette attente.
trial-no-from = Dites depuis quand elle attend.
trial-why = Dites ce qu’elle attend.
trial-before-filed = C’est avant le dépôt : choisissez un moment qui le suit.
trial-backwards = C’est avant le début de l’attente.
trial-told = Déposée le { $at }, { $priority } ({ $word })
trial-nothing = Ce contrat ne promet rien pour cette priorité.
trial-target = Délai promis
trial-due = Échéance
trial-no-deadline = aucune tant que la demande attend
trial-band-region = Frise : { $clock }
trial-warnings = { $clock } : qui serait prévenu, et quand
compare-title = Comparer deux versions
compare-from = Version antérieure
compare-to = Version comparée
compare-do = Comparer
compare-same = Ces deux versions sont identiques.
compare-changes = Lignes ajoutées : { $added }. Lignes retirées : { $gone }.
compare-region = Lignes qui diffèrent, avec celles qui les entourent
compare-sign = Signe
compare-line = Ligne

help-mail-3 = Les lettres du service peuvent dire vos mots : sous « Textes des lettres », un administrateur voit chaque lettre telle qu’elle part et en change l’introduction et la fin, pour tout le service, un contrat ou une organisation. L’échéance, sa clause, la référence et la façon de répondre restent toujours.
nav-wording = Textes des lettres
letters-to-preview = Voir et rédiger les lettres
wording-title = Textes des lettres
wording-lead = Ce que les lettres disent avec vos mots, à la place de ceux de Guichet : pour tout le service, pour un contrat ou pour une organisation. Le plus précis l’emporte.
wording-see = Voir et rédiger une lettre
wording-none = Toutes les lettres ont les mots de Guichet
wording-none-more = Choisissez une lettre pour la voir telle qu’elle part et lui donner les vôtres.
wording-row = { $parts }, depuis { $at }
wording-preview-title = Voir et rédiger une lettre
wording-preview-lead = Un exemple, sur une demande et des personnes inventées. Un texte enregistré vaut pour toutes les lettres qui ne sont pas encore parties.
wording-which = Lettre
wording-in = Langue de la lettre
wording-for = Pour
wording-for-desk = Tout le service
wording-for-contract = Contrat { $name }
wording-show = Afficher
wording-lang-fr = français
wording-lang-en = anglais
wording-letter = { $kind } ({ $lang })
wording-words = Vos mots
wording-introduction = Introduction
wording-introduction-hint = Après le titre, à la place des phrases de Guichet. Texte simple ; une ligne vide sépare deux paragraphes.
wording-closing = Fin et signature
wording-closing-hint = Avant le tableau de la demande. Laissée vide, la lettre n’en a pas.
wording-save = Enregistrer
wording-preview = Aperçu
wording-reset = Retirer ce texte
wording-tags = Étiquettes
wording-tags-1 = Écrites dans le texte, elles sont remplacées par ce que la lettre sait. Si la lettre ne le sait pas, le paragraphe qui porte l’étiquette est omis ; s’il ne reste rien d’une introduction, les phrases de Guichet reviennent.
wording-tag-reference = la référence de la demande
wording-tag-subject = son objet ; rien dans une réponse que personne n’a écrite
wording-tag-service = le service choisi
wording-tag-priority = la priorité, dans les mots du contrat
wording-tag-requester = qui a déposé la demande
wording-tag-organisation = l’organisation
wording-tag-by = qui a fait ce que la lettre raconte
wording-tag-agent = qui s’occupe de la demande
wording-tag-deadline = l’échéance, avec son fuseau
wording-tag-promised = le délai promis
wording-tag-contract = le contrat
wording-tag-clause = sa clause
wording-tag-awaited = ce qui est attendu du demandeur
wording-tag-until = jusqu’à quand le lien fonctionne
wording-tag-when = quand c’est arrivé
wording-tag-site = le nom du service
wording-own = Les mots de Guichet
wording-own-none = Guichet n’a pas de phrase à lui dans cette lettre : votre introduction s’ajoute.
wording-own-1 = Votre introduction remplace :
wording-wider = Laissée vide, la partie « { $part } » a le texte de tout le service :
wording-stays = Restent toujours : l’objet, le titre, l’échéance et sa clause, ce qui est attendu, le tableau de la demande, la façon de répondre et pourquoi la lettre arrive.
wording-unkept = L’aperçu montre votre texte ; il n’est pas enregistré.
wording-text = Le texte
wording-subject = Objet
wording-overtaken = Quelqu’un d’autre vient de changer ce texte
wording-overtaken-do = Le vôtre est toujours dans le formulaire. L’enregistrer maintenant remplace celui-ci :
wording-nothing = rien
wording-done-save = C’est enregistré : les lettres qui partent ont ce texte.
wording-done-reset = Le texte est retiré.
wording-too-long = Raccourcissez le texte : { $most } caractères au plus
wording-unknown-tag = La lettre ne connaît pas « { $tag } » : les étiquettes qu’elle connaît sont listées sous le formulaire
wording-brace = Une accolade n’entoure qu’une étiquette, comme {"{"}site{"}"} : corrigez ou retirez l’autre
wording-of-organisation = Textes de ses lettres
setup-event-letter-worded = { $by } rédige la lettre « { $name } » : { $other }.
setup-event-letter-own = { $by } retire le texte de la lettre « { $name } » : { $other }.
wording-example-agent = Camille Roux
wording-example-requester = Inès Vautrin
wording-example-organisation = Fonderies Marlaix
wording-example-service = Gestion commerciale
wording-example-subject = La validation des commandes échoue
wording-example-priority = critique
wording-example-contract = Contrat d’exemple
wording-example-clause = article 5.1
wording-example-news = L’analyse du module comptable se poursuit.
wording-example-vendor = Éditeur d’exemple
wording-example-answer = Bonjour, le service de validation a redémarré ce matin. Pouvez-vous réessayer ?
wording-example-message = Bonjour, l’erreur est revenue après la pause de midi.
wording-example-note = Peux-tu regarder le journal de ce matin ?
wording-example-awaited = le numéro de la commande
wording-example-ladder = Prenez la demande en charge, ou confiez-la à qui peut le faire.

## Faire appel à l’éditeur
vendor-title = Faire appel à l’éditeur
vendor-title-of = Éditeur, { $reference }
vendor-panel = Éditeur
vendor-begin = Faire appel à l’éditeur
vendor-go-on = Reprendre le dossier pour l’éditeur
vendor-open = Dossier et échanges avec l’éditeur
vendor-none = Aucun éditeur ne prend de dossiers ici.
vendor-none-more = Une personne qui administre Guichet peut en régler un sur la page de son organisation.
vendor-resolved = La demande est résolue : rouvrez-la pour faire appel à l’éditeur.
vendor-done-saved = Le dossier est enregistré.
vendor-done-sent = Le dossier est chez l’éditeur.
vendor-done-told = Votre message est chez l’éditeur.
vendor-done-reopened = Le dossier est rouvert chez l’éditeur.
vendor-done-withdrawn = Le dossier est retiré.
event-sent-to-vendor = { $name } transmet la demande à l’éditeur

point-request = Demande
point-request-hint = Ce que vous attendez de l’éditeur. La première ligne donne son titre au dossier.
point-maintained-version = Produit et version
point-maintained-version-hint = D’après la liste des versions que l’éditeur maintient.
point-environment = Environnement
point-environment-hint = Plateforme, production ou test, système, adaptations installées.
point-reproduction = Reproduction
point-reproduction-hint = Les étapes, ce qui était attendu, ce qui arrive.
point-analysis = Analyse faite
point-analysis-hint = Ce que vous avez vérifié et écarté, et ce que vous en concluez.
point-searched = Recherche dans la documentation
point-searched-hint = Où vous avez cherché, avec quels mots, et pourquoi cela ne suffit pas.
point-workaround = Contournement essayé
point-workaround-hint = Ce qui a été essayé, et si une personne peut travailler ainsi.
point-evidence = Preuves
point-evidence-hint = Heures, numéros, lignes de journal ; cochez plus bas les fichiers à joindre.
point-severity = Gravité proposée
point-severity-hint = Dans les mots du contrat de l’éditeur.


dossier-title = Dossier pour { $vendor }
dossier-vendor = Éditeur
dossier-nature = Nature
dossier-version-none = Je ne sais pas encore
dossier-version-maintained = { $name }, maintenue
dossier-version-until = { $name }, maintenue jusqu’au { $day }
dossier-version-ended = { $name }, non maintenue
dossier-version-since = { $name }, maintenue jusqu’au { $day } seulement
dossier-severity-none = Pas encore choisie
dossier-severity-of = { $word } ({ $clause })
dossier-complete = Le dossier est complet.
dossier-missing = { $count ->
    [one] Il manque { $count } point que le contrat demande.
   *[other] Il manque { $count } points que le contrat demande.
}
dossier-met = Complet.
dossier-lacks = Manque.
dossier-unmaintained = L’éditeur ne maintient pas cette version.
dossier-free = Facultatif.
dossier-free-unmaintained = Facultatif ; l’éditeur ne maintient pas cette version.
dossier-nobody-overrides = Personne ne peut passer outre.
dossier-overrides = Peut passer outre, avec un motif : { $roles }.
dossier-role-agent = un agent
dossier-role-supervisor = un responsable
dossier-role-administrator = un administrateur
dossier-points-how = La liste suit ce qui est enregistré : enregistrez pour la mettre à jour.
dossier-files = Fichiers de la demande à joindre
dossier-files-hint = L’éditeur ne voit que ceux que vous cochez.
dossier-reason = Motif pour passer outre
dossier-reason-hint = L’éditeur le lit avec le dossier.
dossier-needs-reason = Dites pourquoi le dossier part sans ce qui manque.
dossier-refused = « { $point } » : le contrat le demande, et votre rôle ne permet pas de passer outre.
dossier-barred = Le dossier ne peut pas partir : il y manque ce que votre rôle ne permet pas d’omettre.
dossier-saved = Enregistré par { $name }, { $at }.
dossier-overtaken = Quelqu’un a enregistré ce dossier entre-temps. Votre texte est dans le formulaire ; voici le sien, là où il diffère. Enregistrer remplace le sien par le vôtre.
dossier-save = Enregistrer
dossier-send = Envoyer à { $vendor }

case-state-sent = Envoyé
case-state-open = Pris en charge
case-state-asked = Attend l’intégrateur
case-state-settled = Réglé
case-state-withdrawn = Retiré
case-sent-at = envoyé { $at }
case-theirs = chez l’éditeur : { $number }
case-contract = Contrat
case-dossier = Le dossier, tel qu’il a été envoyé
case-left-out = Envoyé sans : { $points }
case-thread = Échanges avec { $vendor }
case-thread-plain = Échanges
case-thread-hidden = Le client ne voit rien de ces échanges.
case-tell = Écrire à { $vendor }
case-send-to = Envoyer à { $vendor }
case-withdraw = Retirer le dossier
case-withdraw-why = Motif du retrait
case-withdraw-do = Retirer
case-reopen-why = Pourquoi ce n’est pas réglé
case-reopen-do = Rouvrir chez { $vendor }
case-quote = En faire une réponse au client
case-moved = Le dossier a changé d’état entre-temps : relisez-le avant de continuer.
case-event-opened = envoie le dossier
case-event-taken = prend le dossier en charge
case-event-answered = répond
case-event-asked = demande un complément
case-event-settled = répond, et déclare l’affaire réglée
case-event-referred = donne son numéro : { $detail }
case-event-told = écrit à l’éditeur
case-event-reopened = rouvre : ce n’est pas réglé
case-event-withdrawn = retire le dossier : { $detail }

cases-title = Dossiers reçus
cases-lead = Les dossiers que l’intégrateur vous a envoyés. Vous voyez le dossier et vos échanges, et rien d’autre du client.
cases-none = Aucun dossier pour l’instant.
nav-cases = Dossiers reçus
case-title-of = Dossier { $reference }
case-take = Prendre en charge
case-text = Votre message à l’intégrateur
case-text-hint = Le client ne le lit pas tel quel : l’intégrateur lui répond.
case-answer = Répondre
case-ask = Demander un complément
case-settle = Répondre et déclarer réglé
case-ask-how = Votre délai s’arrête pendant que vous attendez un complément, si le contrat le dit.
case-refer = Indiquer votre propre numéro
case-refer-do = Enregistrer le numéro
case-number = Votre numéro de dossier
case-done-taken = Le dossier est pris en charge.
case-done-answered = Votre réponse est chez l’intégrateur.
case-done-asked = Votre question est chez l’intégrateur.
case-done-settled = L’affaire est déclarée réglée.
case-done-referred = Votre numéro est enregistré.

## Chronomètres dos à dos
hands-title = Qui avait la main
hands-title-of = Qui avait la main, { $reference }
hands-link = Qui avait la main, et quand
hands-lead = Du dépôt jusqu’à maintenant ; les heures comptées sont celles où chaque service est ouvert.
hands-promises = Ce qui est dû, et à qui
hands-promises-rows = Chaque promesse, avec son échéance
hands-who = Entre les mains de qui
hands-picture = Entre les mains de qui la demande était, dans le temps
hands-rows = Chaque période, de qui elle dépendait
hands-we-owe = Nous, au client
hands-vendor-owes = { $vendor }, à nous ({ $reference })
hands-col-who = Qui doit
hands-col-what = Quoi
hands-col-due = Échéance
hands-col-contract = Contrat
hands-col-hands = Entre les mains de
hands-col-lasted = Durée
hands-col-ours = Nos heures
hands-col-theirs = Heures de l’éditeur
hands-customer = Client
hands-integrator = Intégrateur
hands-vendor = Éditeur
hands-outside = Cause extérieure
hands-settled = Résolue
late-open = L’éditeur doit sa réponse après nous : { $theirs } { $their-at }, alors que nous devons au client : { $ours } { $our-at }. Prévenez le client avant.
late-to-send = Envoyé maintenant, le dossier reviendrait après notre échéance : l’éditeur devrait « { $theirs } » { $their-at }, nous devons « { $ours } » au client { $our-at }.

## Éditeur : réglages
setup-vendor-desk = Dossiers pour cet éditeur
setup-vendor-desk-lead = Sous quel contrat cet éditeur prend les dossiers, et où vont ses lettres. Ses personnes se connectent au portail et y voient les dossiers reçus, rien d’autre du client.
setup-vendor-desk-none = Cet éditeur ne prend pas encore de dossiers ici.
setup-vendor-desk-now = Contrat { $contract }, lettres à { $mail }.
setup-vendor-desk-now-people = Contrat { $contract }, lettres à ses personnes.
setup-vendor-contract = Contrat avec l’éditeur
setup-vendor-contract-hint = Ceux dont le fichier a une partie [vendor].
setup-vendor-mail = Adresse de son service
setup-vendor-mail-hint = Sans adresse, ses personnes reçoivent les lettres.
setup-vendor-do = Enregistrer
setup-vendor-mail-wrong = Écrivez une adresse comme desk@editeur.example, ou rien.
setup-contract-no-vendor = Ce contrat ne dit pas comment un éditeur est sollicité.
setup-organisation-no-vendor = Cette organisation n’est pas un éditeur.
setup-done-vendor-desk = C’est réglé.
setup-event-vendor-desk = { $by } règle les dossiers de l’éditeur : contrat { $name }. { $other }

## Lettres sur les dossiers
letter-kind-case-for-vendor = Dossier, à l’éditeur
letter-kind-vendor-answered = Nouvelle de l’éditeur
letter-row-nature = Nature
letter-row-product = Produit
letter-row-severity = Gravité
letter-open-case = Ouvrir le dossier
letter-open-vendor = Ouvrir les échanges
letter-case-eyebrow = Dossier d’un intégrateur
letter-case-opened = Un dossier vous est envoyé
letter-case-written = L’intégrateur vous a écrit
letter-case-reopened = L’intégrateur dit que ce n’est pas réglé
letter-case-withdrawn = L’intégrateur a retiré le dossier
letter-why-case = Vous recevez ce message parce que votre service prend ces dossiers. Répondez sur la page du dossier : répondre à cette lettre n’y ajoute rien.
letter-vendor-eyebrow = Nouvelle de l’éditeur
letter-vendor-taken-in-charge = { $vendor } a pris le dossier en charge
letter-vendor-answered = { $author } ({ $vendor }) a répondu
letter-vendor-asked = { $author } ({ $vendor }) demande un complément
letter-vendor-settled = { $author } ({ $vendor }) déclare l’affaire réglée
letter-why-vendor = Vous recevez ce message parce que vous suivez la demande { $reference }, transmise à { $vendor }.
letter-vendor-inside = Le client ne voit pas ces échanges. Répondre à cette lettre n’y ajoute rien.
help-vendor = Faire appel à l’éditeur
help-vendor-1 = Sur une demande, « Faire appel à l’éditeur » ouvre le dossier : chaque point dit s’il est complet ou s’il manque, avec la clause du contrat qui le demande. Il est gardé tel qu’il est enregistré, et n’importe quel agent le reprend. Envoyé deux fois, il n’ouvre qu’un dossier chez l’éditeur.
help-vendor-2 = Les échanges avec l’éditeur ont leur place et leur couleur ; le client n’en voit rien. « En faire une réponse au client » met la réponse de l’éditeur dans votre brouillon, à relire avant l’envoi. « Qui avait la main » montre quel temps courait, et chez qui.

# Contrats : versions ajoutées, essais sur les demandes passées, déplacements
contract-edit = Écrire une version
contract-in-force = en vigueur
contract-from-file = Installée depuis un fichier
contract-from-command = Importée en ligne de commande
contract-from-page = Ajoutée par { $name }
contract-in-force-from = en vigueur à partir du { $at }
contract-jobs = Les demandes de ce contrat
contract-jobs-lead = Ce que la version affichée aurait fait des demandes passées, et les demandes ouvertes qui peuvent y être déplacées.
contract-simulate = Essayer sur les demandes passées
contract-preview = Déplacer les demandes ouvertes vers cette version
edit-title = Écrire une version
edit-lead = Le texte devient une nouvelle version, entière ou pas du tout. Les demandes déjà déposées gardent la leur.
edit-text = Texte du contrat
edit-hint = Le fichier du contrat, en TOML : modifiez-le ici, ou collez-en un autre du même nom.
edit-check = Vérifier
edit-since = Déposées depuis le
edit-since-hint = Toutes les demandes du contrat si ce champ est vide.
edit-simulate-more = Essayer ce texte sur les demandes passées
edit-simulate = Essayer
edit-note = Pourquoi
edit-note-hint = Une ligne pour l’historique : l’avenant, la décision.
edit-from = En vigueur à partir du
edit-from-hint = { $zone } Dès maintenant si ce champ est vide.
edit-add = Ajouter la version
edit-file = Ou lisez un fichier
edit-preview = Voir ce qu’un déplacement des demandes ouvertes changerait
edit-close-more = Ajouter une fermeture
edit-day = Jour fermé
edit-label = Motif affiché
edit-no-label = Dites pourquoi ce jour est fermé.
edit-close = Écrire la fermeture dans le texte
edit-right = Ce texte est un contrat complet.
edit-same = Ce texte est celui de la dernière version : il n’y a rien à ajouter.
edit-wrong = Ce texte n’est pas un contrat : corrigez les lignes indiquées.
edit-wrong-lines = Lignes à corriger, avec celles qui les entourent
edit-line = Ligne
edit-mistakes = { $count ->
    [one] Une erreur
   *[other] { $count } erreurs
}
edit-other-name = Ce texte est celui du contrat « { $name } » : écrivez name = "{ $wanted }" pour une version de celui-ci.
edit-overtaken = Une version a été ajoutée entre-temps : relisez-la, puis renvoyez votre texte.
job-title = Travail sur un contrat
job-simulation-title = Essai sur les demandes passées
job-preview-title = Ce qu’un déplacement changerait
job-move-title = Déplacement de demandes
job-listed = { $what }, { $at }
job-done = terminé
job-going-on = en cours
job-of-version = version { $version }
job-of-text = texte en cours d’écriture
job-asked = demandé { $at }
job-asked-by = demandé { $at } par { $name }
job-because = Motif : { $reason }
job-progress = { $done } sur { $of }
job-wait = Cette page se met à jour d’elle-même. Vous pouvez la quitter : le travail continue.
job-simulated = { $tickets ->
    [0] Aucune demande
    [one] Une demande
   *[other] { $tickets } demandes
}. En retard telles quelles : { $before }. En retard avec ce texte : { $after }, dont { $newly } qui ne l’étaient pas. Échéances différentes : { $changed }.
job-previewed = { $tickets ->
    [0] Aucune demande ouverte
    [one] Une demande ouverte
   *[other] { $tickets } demandes ouvertes
}. Échéances qui changeraient : { $changed }. En retard sans déplacement : { $before } ; après : { $after }, dont { $newly } qui ne le sont pas maintenant.
job-moved = { $moved ->
    [0] Aucune demande déplacée
    [one] Une demande déplacée
   *[other] { $moved } demandes déplacées
}. Échéances qui ont changé : { $changed }.
job-failed = { $count ->
    [one] Une demande n’a pas pu être calculée ou déplacée : elle reste comme elle était.
   *[other] { $count } demandes n’ont pas pu être calculées ou déplacées : elles restent comme elles étaient.
}
job-move-lead = Chaque demande garde ce qui est déjà accompli. Ce qui court encore est compté selon cette version, depuis le même départ ; chaque échéance changée est notée dans l’historique de la demande.
job-reason = Pourquoi
job-reason-hint = Écrit dans l’historique de chaque demande déplacée.
job-no-reason = Dites pourquoi ces demandes sont déplacées.
job-move-do = Déplacer les demandes
job-changed = Échéances qui changent
job-ticket = Demande
job-clock = Engagement
job-from = Avant
job-to = Après
job-becomes = Résultat
job-kept = tenue
job-newly-late = en retard
job-no-longer-late = plus en retard
job-late-anyway = en retard dans les deux cas
job-more = Les { $listed } premières sur { $all } sont listées.
event-moved-to-version = { $count ->
    [0] { $name } a déplacé la demande vers une autre version de son contrat, sans changer d’échéance : { $reason }
   *[other] { $name } a déplacé la demande vers une autre version de son contrat : { $reason }. Échéances changées : { $deadlines }
}
event-moved-deadline = { $clock }, { $from } devenu { $to }
event-moved-nothing = aucune
proof-changed-moved = Autre version du contrat, compté depuis le même départ
sla-changed-moved = autre version du contrat, depuis le même départ
## Interruptions et maintenances
nav-operations = Interruptions
operations-title = Interruptions et maintenances
operations-lead = Ce qui n’a pas fonctionné, et les travaux prévus. Rien n’est effacé : une correction est une nouvelle version, et les précédentes restent lisibles.
operations-back = Interruptions et maintenances
operations-open = En cours
operations-open-none = Aucune interruption ni maintenance en cours.
operations-planned = Prévu
operations-planned-none = Aucune maintenance prévue.
operations-past = Terminé
operations-past-none = Rien depuis quinze mois.
operation-new-outage = Saisir une interruption
operation-new-maintenance = Prévoir une maintenance
operation-no-components = Aucun composant n’existe encore : il faut d’abord en créer un, dans la page des composants.
operation-enter = Enregistrer
operation-component = { $service }, { $name }
operation-component-of = { $component } ({ $organisation }, { $platform })
operation-what = En une ligne
operation-what-hint = Le registre des clients concernés la montre, et le public si vous publiez : ne nommez aucun client.
operation-concerns = Composants concernés
operation-stages = Gravité dans le temps
operation-stages-hint = La première ligne est le début. Ajoutez une ligne quand la gravité change, par exemple après un contournement.
operation-stage-at = À partir de
operation-severity = Gravité
operation-severity-p1 = Panne majeure (sévérité 1)
operation-severity-p2 = Panne partielle (sévérité 2)
operation-severity-p3 = Gêne mineure (sévérité 3)
operation-stage = { $severity } à partir de { $at }
operation-ended = Fin
operation-cause = Cause
operation-cause-hint = Chaque contrat dit quelles causes il exclut du calcul.
operation-cause-unknown = Inconnue pour l’instant
operation-cause-ours = De notre fait
operation-evidence = Preuve de la cause
operation-evidence-hint = Nécessaire si la cause est extérieure : page d’état d’un tiers, journal, numéro de dossier.
operation-pauses = Temps où un autre devait agir
operation-pauses-hint = Attente, travaux du client, restauration ou aide demandée : exclus si le contrat le dit.
operation-pause = Temps exclu
operation-pause-from = De
operation-pause-to = À
operation-pause-reason = Motif
operation-paused = { $reason }, de { $from } à { $to }
operation-references = Demandes liées
operation-references-hint = Par exemple INC-2026-01042, INC-2026-01043.
operation-publish = Dire sur la page d’état publique
operation-publish-hint = Seulement si elle touche un composant publié.
operation-published = Public
operation-reason = Raison
operation-from = Début prévu
operation-to = Fin prévue
operation-urgency = Urgence
operation-urgency-hint = Nécessaire hors des heures de maintenance d’un contrat, ou si elle a déjà commencé.
operation-overrun-severity = Gravité si elle dépasse
operation-really-ended = Fin réelle
operation-lasts = Elle dure encore, au-delà de la fin prévue
operation-lasts-hint = Le dépassement compte comme une interruption.
operation-call-off = Elle est annulée
operation-called-off = Annulée
operation-notice = À noter
operation-unannounced = Saisie après son début : compte comme une interruption
operation-planned = Prévue
operation-done = Terminée
operation-under-way = En cours
operation-overruns = Dépasse
operation-over = Terminée
operation-from-to = De { $from } à { $to } : { $length }
operation-since = Depuis { $from }
operation-stands = Ce qui est retenu
operation-outside = Hors des heures de maintenance du contrat
operation-news = Nouvelles données
operation-news-none = Rien n’a été dit encore.
operation-step = Étape
operation-news-text = Message
operation-news-hint = Ce qui est dit ne se corrige pas : une nouvelle suivante rectifie.
operation-tell = Donner la nouvelle
operation-no-news = Écrivez la nouvelle
operation-correct = Corriger
operation-correct-do = Enregistrer la correction
operation-why = Pourquoi cette correction
operation-why-hint = Gardé avec la version.
operation-no-why = Dites pourquoi vous corrigez
operation-overtaken = Quelqu’un d’autre a corrigé entre-temps : relisez la page et recommencez
operation-history = Versions
operation-history-lead = La dernière compte ; les autres restent telles qu’elles étaient.
operation-entered = Première saisie
operation-said-then = Ce qui était dit
operation-no-title = Dites en une ligne de quoi il s’agit
operation-no-reason = Donnez la raison
operation-no-moment = Donnez la date et l’heure
operation-long = Ce texte est trop long : 200 signes au plus
setup-operation-no-component = Cochez au moins un composant
setup-operation-no-beginning = Donnez le début et sa gravité
setup-operation-stages = Les gravités se suivent dans le temps, et avant la fin
setup-operation-end = La fin vient après le début
setup-operation-future = Une interruption ne commence ni ne finit dans l’avenir ; une maintenance ne peut durer encore avant sa fin prévue
setup-operation-pauses = Chaque temps exclu a un début, une fin et un motif, et tient dans l’interruption
setup-operation-no-evidence = Donnez la preuve de cette cause
setup-operation-begun = La maintenance a commencé : ses heures ne changent plus, ce qui dépasse compte comme une interruption
setup-urgency-outside = Ces heures sortent de celles d’un contrat : dites l’urgence
setup-urgency-past = Elle commence dans le passé : dites l’urgence
setup-reference-unknown = Une de ces demandes n’existe pas
setup-name-component-taken = Ce service a déjà un composant de ce nom
setup-service-unknown = Ce service n’existe plus
setup-platform-unknown = Cette plateforme n’existe plus
exclusion-maintenance = Maintenance annoncée
exclusion-third-party = Service tiers
exclusion-force-majeure = Force majeure
exclusion-customer = Fait du client
exclusion-integrator = Fait de l’intégrateur
exclusion-outside-control = Hors de contrôle
exclusion-waiting-for-information = Attente d’informations
exclusion-their-own-work = Travaux du client ou de l’intégrateur
exclusion-restore-on-request = Restauration demandée
exclusion-help-on-request = Assistance demandée
state-operational = Opérationnel
state-maintenance = Maintenance
state-degraded = Perturbé
state-partial-outage = Panne partielle
state-major-outage = Panne majeure
step-investigating = Analyse en cours
step-identified = Cause identifiée
step-monitoring = Sous surveillance
step-resolved = Résolu
components-title = Composants
components-lead = Les parties des services dont on dit l’état : communes à tous les clients, ou celles de la plateforme d’un client.
components-none = Aucun composant
components-gone = N’existe plus
components-publish = Publié
components-publish-hint = La page d’état publique le montre. Jamais pour la plateforme d’un client.
components-name = Nom
components-name-hint = Application, portail, import…
components-service = Service
components-whose = Pour qui
components-everybody = Tous les clients
components-platform-of = { $organisation }, { $platform }
components-enter = Ajouter un composant
## Disponibilité, crédits, registre
availability-title = Disponibilité
availability-percent = { $number } %
availability-none = Aucun contrat de cette structure ne dit comment compter la disponibilité
availability-none-more = Il faut un contrat pour un service, et la formule dans son fichier.
availability-services = Services
availability-provisional = Provisoire : mesuré jusqu’au { $until }.
availability-no-component = Ce service n’a aucun composant : rien ne peut être mesuré.
availability-no-time = Aucun temps compté
availability-kept = Tenu
availability-kept-so-far = Tenu jusqu’ici
availability-missed = Non tenu
availability-missed-so-far = Non tenu à ce jour
availability-counted = Temps compté
availability-taken-out = Temps retiré du calcul
availability-lost = Temps perdu
availability-allowed = Perte admise
availability-components = Composants mesurés
availability-before = Période précédente
availability-after = Période suivante
availability-lines = Les minutes derrière ce chiffre
availability-lines-none = Aucune interruption dans cette période.
availability-operation = Interruption
availability-by-severity = Temps par gravité
availability-left-out = Non compté
availability-overlapped = déjà compté dans une autre { $amount }
availability-overrun = Dépassement : { $title }
availability-when = de { $from } à { $to }
availability-sum = Total
availability-formula = La formule
availability-period = Du { $first } au { $last }
formula-rate = Taux
formula-rate-is = (temps compté − temps perdu) ÷ temps compté
formula-target = Engagement
formula-target-none = aucun taux promis
formula-period = Période
formula-period-month = le mois civil
formula-period-30-days = 30 jours calendaires
formula-period-quarter = le trimestre civil
formula-counted = Temps compté
formula-counted-always = jour et nuit, tous les jours
formula-counted-office-hours = les heures de bureau du contrat
formula-counted-guaranteed = la période de service garanti du contrat
formula-lost = Temps perdu
formula-weight = { $severity } : { $weight }
formula-weight-all = tout
formula-weight-nothing = rien
formula-excluded = Exclu
formula-excluded-loss = { $what } : n’est pas perdu
formula-excluded-time = { $what } : n’est pas compté du tout
formula-excluded-nothing = rien
formula-rounding = Minutes entamées
formula-rounding-exact = comptées exactement
formula-rounding-up = arrondies à la minute suivante, sur le total
formula-rounding-down = non comptées, sur le total
formula-rounding-nearest = arrondies à la minute la plus proche, sur le total
formula-reading = Lecture retenue.
formula-credit = Crédit
formula-credit-is = { $days ->
    [one] { $days } jour gratuit
   *[other] { $days } jours gratuits
} par tranche pleine de { $minutes } minutes perdues, si l’engagement n’est pas tenu
formula-cap = Plafond
formula-cap-is = { $days } jours gratuits en tout pour le contrat
credits-title = Crédits
credit-owed = { $minutes } minutes perdues : { $slices } × { $slice } minutes, soit { $days ->
    [one] { $days } jour gratuit
   *[other] { $days } jours gratuits
}{ $capped ->
    [0] .
   *[other] , le plafond en retire { $capped }.
}
credit-days = { $days ->
    [one] { $days } jour gratuit
   *[other] { $days } jours gratuits
} pour { $minutes } minutes perdues{ $capped ->
    [0] .
   *[other] , plafond atteint.
}
credit-dropped-for = { $says } Écarté : { $why }
credit-propose = Proposer ce crédit
credit-confirm = Confirmer
credit-drop = Écarter
credit-why = Raison
credit-why-hint = (pour écarter)
credit-no-why = Dites pourquoi vous écartez ce crédit
credit-proposed = Proposé
credit-confirmed = Confirmé
credit-dropped = Écarté
setup-period-credited = Un jour de cette période est déjà crédité
setup-period-nothing-owed = Rien n’est dû pour cette période
register-title = Registre
register-lead = chaque maintenance et chaque interruption ; l’export en donne toutes les versions
register-none = Rien n’est inscrit
register-outage = Interruption
register-maintenance = Maintenance
export-component = Composants
export-begin = Début
export-end = Fin
export-severity = Gravité
export-cause = Cause ou raison
export-evidence = Preuve ou urgence
export-entered = Saisi
export-lost = Perdu
export-free-days = Jours gratuits
export-capped = Retirés par le plafond
## Page d’état publique
nav-status = État des services
status-title = État des services
status-all-well = Tous les services fonctionnent.
status-nothing = Aucun service n’est encore publié ici.
status-all-down = { $down ->
    [one] Le service est perturbé.
   *[other] Tous les services sont perturbés.
}
status-some-down = { $down ->
    [one] Un composant est perturbé, { $others ->
        [one] l’autre fonctionne.
       *[other] les { $others } autres fonctionnent.
    }
   *[other] { $down } composants sont perturbés, { $others ->
        [one] un autre fonctionne.
       *[other] les { $others } autres fonctionnent.
    }
}
status-maintenance = { $maintenance ->
    [one] Une maintenance est en cours sur un composant ; le reste fonctionne.
   *[other] Une maintenance est en cours sur { $maintenance } composants ; le reste fonctionne.
}
status-computed = Page calculée { $at }, { $zone }.
status-stale = La base de données ne répond pas : ce qui suit est l’état connu { $at }, { $zone }.
status-open = En cours
status-planned = Maintenance prévue
status-rate = { $rate } sur { $days } jours
status-days = Voir les jours touchés
status-day = Jour
status-happened = Ce qui s’est passé
status-length = Durée
status-formula = Le taux est la part du temps, jour et nuit, sans panne partielle ni majeure publiée. Les chiffres de chaque contrat sont comptés selon sa formule et donnés à ses clients.
status-past = Historique
status-past-none = Rien de publié ce mois.
status-month-whole = Tout le mois
status-months = Mois précédents
contract-maintenance = Maintenance planifiée
contract-maintenance-is = Hors des heures de cette clause, une maintenance n’est prévue qu’avec une urgence dite.
portal-register-lead = Chaque maintenance et chaque interruption de ce que vous utilisez, telles qu’elles sont retenues.
