# The words of Guichet, in English.
# A key begins with the name of the screen or of the thing: queue-…, ticket-…, form-…
# fr.ftl has the same keys; a test compares the two.
## Dates, times, durations, sizes
date-long-time = { $weekday } { $day }{"\u00A0"}{ $month }{"\u00A0"}{ $year } at { $hour }:{ $minute }
date-long = { $weekday } { $day }{"\u00A0"}{ $month }{"\u00A0"}{ $year }
date-civil = { $day }{"\u00A0"}{ $month }{"\u00A0"}{ $year }
date-day-time = { $weekday } { $day }{"\u00A0"}{ $month } at { $hour }:{ $minute }
date-day = { $weekday } { $day }{"\u00A0"}{ $month }
date-narrow-day = { $wd }{"\u00A0"}{ $day }
date-short-day-time = { $wd } { $day }{"\u00A0"}{ $mon } { $hour }:{ $minute }
date-exact-day-time = { $wd } { $day }{"\u00A0"}{ $mon } { $hour }:{ $minute }:{ $second }
date-sentence-time = { $hour }:{ $minute }
date-today = today { $hour }:{ $minute }
date-tomorrow = tomorrow { $hour }:{ $minute }
date-yesterday = yesterday { $hour }:{ $minute }
date-weekday-time = { $wd } { $hour }:{ $minute }
date-short = { $day }{"\u00A0"}{ $mon } { $hour }:{ $minute }
date-short-year = { $day }{"\u00A0"}{ $mon }{"\u00A0"}{ $year } { $hour }:{ $minute }
date-today-sentence = today at { $hour }:{ $minute }
date-tomorrow-sentence = tomorrow at { $hour }:{ $minute }
date-yesterday-sentence = yesterday at { $hour }:{ $minute }
date-day-of-month = { $day }
date-weekday = { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
date-weekday-short = { $weekday ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
}
date-month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
date-month-short = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
amount-seconds = { $seconds }{"\u00A0"}s
amount-minutes = { $minutes }{"\u00A0"}min
amount-hours = { $hours }{"\u00A0"}h
amount-hours-minutes = { $hours }{"\u00A0"}h{"\u00A0"}{ $minutes }
amount-minutes-seconds = { $minutes }{"\u00A0"}min { $seconds }{"\u00A0"}s
amount-hours-minutes-seconds = { $hours }{"\u00A0"}h { $minutes }{"\u00A0"}min { $seconds }{"\u00A0"}s
amount-days = { $days }{"\u00A0"}d
amount-days-hours = { $days }{"\u00A0"}d { $hours }{"\u00A0"}h
amount-business = { $amount } business time
size-bytes = { $size }{"\u00A0"}B
size-kilobytes = { $size }{"\u00A0"}kB
size-megabytes = { $size }{"\u00A0"}MB
size-gigabytes = { $size }{"\u00A0"}GB
zone-utc = UTC
zone-of = { $place } time
zone-of-vowel = { $place } time
zone-place = { $zone ->
    [Indian-Reunion] Réunion
    [Pacific-Noumea] Nouméa
    [America-Miquelon] Saint-Pierre
    [America-St-Barthelemy] Saint-Barthélemy
    [America-Marigot] Saint-Martin
   *[other] -
}

## Proof sheet of a deadline
sla-title = Why this deadline?
sla-deadline = Deadline
sla-promise = Promise
sla-promise-of = { $promise }, { $clock }, priority { $priority }
sla-clause = Clause
sla-clause-of = { $reference }: { $text }
sla-start = Start
sla-counted-from = Counted from
sla-instant-in-zone = { $instant }, { $zone }
sla-provisional = The clock is paused: the deadline moves on as long as the pause lasts.
sla-column-from = From
sla-column-to = To
sla-column-reason = Reason
sla-column-length = Length
sla-column-sum = Sum
sla-counted = counted: open
sla-counted-by-the-clock = counted: nights and holidays included
sla-paused = pause { $number }: { $reason }
sla-skipped = ({ $length })
sla-closed-hours = closed: outside opening hours
sla-closed-day = closed: no opening that day
sla-closed-holiday = holiday: { $name }
sla-closed-holiday-bare = holiday
sla-closed-closure = closed: { $name }
sla-closed-closure-bare = closed: exceptional closure
sla-closed-bridge = closed: bridge day, { $name }
sla-closed-bridge-bare = closed: bridge day
sla-total = Total counted: { $amount }, for a promise of { $promise }.
sla-pause-clause = Pause { $number }, { $reference }: { $text }
sla-clock-acknowledge = acknowledgement
sla-clock-respond = response
sla-clock-update = regular information
sla-clock-resolve = resolution
sla-cause-waiting-for-customer = waiting for the customer
sla-cause-waiting-for-integrator = waiting for the integrator
sla-cause-their-own-work = work of the customer or the integrator
sla-cause-restore-on-request = restore on request
sla-cause-help-on-request = help on request
sla-cause-outside-cause = outside cause
sla-cause-resolved = resolved, then reopened
sla-cause-supposed = supposed
sla-changes = What changed the clock:
sla-changed-started = start
sla-changed-requalified = priority { $from } became { $to }, from the same start
sla-changed-paused = pause: { $reason }
sla-changed-resumed = went on
sla-changed-stopped = stopped
sla-changed-reopened = went on after reopening
sla-nothing-asked = Give the reference of a ticket, or --contract, --priority and --filed.
sla-no-promise = The contract « { $contract } » promises nothing for the clock { $clock } at priority { $priority }.
sla-not-a-pause = « { $text } » is not a pause; write FROM/TO, for example 2026-12-24T15:40/2026-12-24T16:30.
sla-pause-backwards = The pause « { $text } » ends before it begins.

## A contract tried on a log
simulate-title = Contract « { $contract } », log until { $end }
simulate-tickets-read = { $tickets ->
    [one] { $tickets } ticket, { $rows } rows
   *[other] { $tickets } tickets, { $rows } rows
}
simulate-column-clock = Clock
simulate-column-priority = Priority
simulate-column-promise = Promise
simulate-column-tickets = Tickets
simulate-column-kept = Kept
simulate-column-late = Late
simulate-column-open = Open
simulate-column-warned = Warned
simulate-column-share = Share kept
simulate-share = { $kept }/{ $ended } = { $percent }%
simulate-not-paused = { $count ->
    [one] { $count } wait « { $reason } » was counted: the contract does not take it out.
   *[other] { $count } waits « { $reason } » were counted: the contract does not take them out.
}
simulate-no-promise = no promise
simulate-median = median { $median }
simulate-reading = Reading
simulate-replaying = Replaying

# public pages
clock-acknowledge = Taken in charge
clock-respond = Answer
clock-update = Next news
clock-resolve = Resolution
pause-waiting-for-customer = waiting for customer
pause-waiting-for-integrator = waiting for integrator
pause-their-own-work = the customer’s own work
pause-restore-on-request = restore on request
pause-help-on-request = help on request
pause-outside-cause = outside cause
pause-resolved = request resolved
pause-supposed = supposed pause
closed-night = night
closed-break = closed within the day
closed-weekend = weekend
closed-day = day without opening
opening-days = { $first } to { $last }
opening-on = { $days }, { $hours }
opening-and = { $first } and { $next }
opening-from-to = { $from } to { $to }
opening-but-holidays = { $hours }, except public holidays
opening-sentence = Support open: { $hours }, { $zone }
sign-in-again-in = in { $amount }
escalation-by-link = the link of the letter
form-title = File a request
form-lead = Describe what happens in your own words. You will get a reference and a promised date.
form-closed = The support desk is closed right now.
form-closed-counts = File it now: nothing is lost, and the count starts { $at }.
form-closed-runs = File it now: nothing is lost. The desk opens again { $at }; business time counts from then, time by the clock from filing.
form-trap = Leave blank
form-step-who = You and the service
form-step-what = What happens
form-step-blocked = What is blocked
form-service = Which service is concerned?
form-service-only = Service concerned: { $service }
form-service-none = Choose a service
form-service-choose = Select the service concerned
form-name = Your name
form-name-blank = Enter your name
form-name-long = Shorten the name: { $most } characters at most
form-email = Your e-mail address
form-email-hint = To answer you; the summary goes to this address.
form-email-blank = Enter your e-mail address
form-email-malformed = Enter a whole e-mail address, like name@example.org
form-email-long = Enter a shorter e-mail address: 254 characters at most
form-organisation = Your organisation
form-organisation-long = Shorten the name of the organisation: { $most } characters at most
form-subject = In one sentence
form-subject-blank = Enter what is wrong in one sentence
form-subject-long = Shorten the sentence: { $most } characters at most
form-text = In detail
form-text-hint = What you were doing, what you expected, the message shown.
form-text-blank = Enter what happens, in a few words
form-text-long = Shorten the text: { $most } characters at most
form-workable = Can you work in spite of the problem?
form-workable-no = No, everything is at a standstill
form-workable-partly = In part, an essential function is missing
form-workable-yes = Yes, it is a nuisance but we get on
form-workable-unknown = I don’t know
form-workable-choose = Select whether you can work, or “I don’t know”
form-reach = How many people are affected?
form-reach-me = Only me
form-reach-team = A team
form-reach-everyone = Everybody
form-reach-unknown = I don’t know
form-reach-choose = Select how many people are affected, or “I don’t know”
form-workaround = Is there another way meanwhile?
form-workaround-no = No
form-workaround-yes = Yes, with effort
form-workaround-unknown = I don’t know
form-workaround-choose = Select whether there is another way, or “I don’t know”
form-flag = Anything else?
form-flag-random = It happens now and then, not each time
form-flag-regression = It worked in the version before
form-flag-crossing = I see data that is not ours
form-flag-security = I think of a security matter
form-send = Send the request
form-send-once = Sent twice, the request is filed once.
form-recalculate = Recalculate
form-offer = From your answers
form-offer-missing = Answer the questions, then “Recalculate” shows the proposed priority and the promised date. An agent always reads it again.
form-offer-acknowledge = Taken in charge by { $date }
form-offer-respond = Answered by { $date }
form-offer-update = First news by { $date }
form-offer-resolve = Resolved by { $date }
form-offer-commitment = { $amount }; { $contract }, { $clause }; { $zone }.
form-offer-nothing = The contract promises no time for this priority.
form-offer-counted = The desk is closed; the count starts { $at }.
form-offer-clause = Priority by { $clause }: “{ $text }”
form-offer-proposal = This is a proposal: an agent confirms or corrects it, and tells you why.
filed-title = Request filed { $reference }
filed-done = Request filed
filed-priority = priority { $word }, confirmed by an agent
filed-priority-proposed = proposed priority: { $word }; an agent will confirm it
filed-promise-acknowledge = We will take it in charge by { $date }, { $zone }.
filed-promise-respond = We will answer you by { $date }, { $zone }.
filed-promise-update = We will give you news by { $date }, { $zone }.
filed-promise-resolve = We will resolve it by { $date }, { $zone }.
filed-promise-none = The contract promises no time for this request. It is in the desk’s queue.
filed-commitment = Commitment
filed-commitment-is = { $amount }, priority { $priority }
filed-clause = Clause
filed-clause-is = { $contract }, { $clause }
filed-counts = The count starts
filed-counts-from = { $from }: you wrote { $filed }, the desk was closed
filed-hours = Opening hours
filed-next = What happens next
filed-step-filed = Filed
filed-step-opening = The desk opens
filed-step-opening-when = { $at }, the count starts
filed-step-acknowledge = An agent takes it in charge
filed-step-respond = An agent answers you
filed-step-update = We give you news
filed-step-resolve = The request is resolved
filed-step-by = by { $at }
filed-step-paused = paused for { $amount }
filed-step-every = News at least every { $amount }, until it is solved
filed-sent = A summary goes to { $email }. This page keeps its address: you can open it again whenever you like.
filed-moved-on = The request has moved on since: follow it on its page.
filed-follow = Follow or complete the request
filed-another = File another request
request-title = Your request
request-title-of = { $reference } { $subject }
request-state-new = Filed
request-state-open = In progress
request-state-paused = Paused
request-state-resolved = Resolved
request-handled-by = { $name } is on it
request-resolved-at = Resolved { $date }. If the problem goes on, write so below: the request will be reopened.
request-due-acknowledge = We will take it in charge by { $date }.
request-due-respond = We will answer you by { $date }.
request-due-update = You will have news by { $date }.
request-due-resolve = The solution is due by { $date }.
request-was-due-acknowledge = It was to be taken in charge by { $date }.
request-was-due-respond = Our answer was due { $date }.
request-was-due-update = News were due { $date }.
request-was-due-resolve = The solution was due { $date }.
request-late-acknowledge = We did not keep our promise: it was to be taken in charge { $due } and is { $amount } late.
request-late-respond = We did not keep our promise: our answer was due { $due } and is { $amount } late.
request-late-update = We did not keep our promise: news were due { $due } and are { $amount } late.
request-late-resolve = We did not keep our promise: the solution was due { $due } and is { $amount } late.
request-missed-acknowledge = We did not keep our promise: it was to be taken in charge { $due } and was { $amount } late.
request-missed-respond = We did not keep our promise: our answer was due { $due } and was { $amount } late.
request-missed-update = We did not keep our promise: news were due { $due } and were { $amount } late.
request-missed-resolve = We did not keep our promise: the solution was due { $due } and was { $amount } late.
request-awaited-from-you = We are waiting for this from you: { $detail }
request-awaited-your-answer = We are waiting for your answer; the time does not run meanwhile.
request-awaited = Paused: { $reason }. You need do nothing.
request-said = Conversation
request-said-by = { $name }, support
request-said-by-yours = { $name }
request-said-by-you = You ({ $name })
request-said-by-desk = Guichet
request-promises = Our promises
request-yours = Your request
request-kept = { $at }, within { $target }
request-done-late = { $at }, after { $target } were over
request-paused = paused, out of { $target }
request-due = by { $at }, { $target }
request-reference = Reference
request-priority = Priority
request-priority-is = { $priority }, { $word }; confirmed by an agent
request-priority-proposed = { $priority }, { $word }; proposed, an agent will confirm it
request-priority-why = Reason
request-service = Service
request-organisation = Organisation
request-contract = Contract
request-filed = Filed
reply-label = Answer
reply-hint = A detail, a message shown, what has changed since.
reply-hint-paused = Your message sets the request going again if it is your answer that we were waiting for.
reply-hint-resolved = Writing here reopens the request.
reply-blank = Enter your message
reply-send = Send to the support team
proof-why = Why this deadline?
proof-title = Why this deadline?
proof-title-of = Why this deadline? { $reference }
proof-back = Back to the request { $reference }
proof-promise-acknowledge = It is to be taken in charge by { $date }, { $zone }: { $target } as the contract counts them.
proof-promise-respond = The answer is due by { $date }, { $zone }: { $target } as the contract counts them.
proof-promise-update = News are due by { $date }, { $zone }: { $target } as the contract counts them.
proof-promise-resolve = The resolution is due by { $date }, { $zone }: { $target } as the contract counts them.
proof-provisional = The clock is paused: this date moves on as long as the pause lasts. It is given as if the clock went on now.
proof-tag-priority = Priority { $priority }, { $word }
proof-tag-clock = Clock: { $clock }
proof-tag-target = Target: { $target }
proof-band-region = Time band, scrollable
proof-rows = The count, piece by piece
proof-rows-region = Table of intervals, scrollable
proof-rows-caption = Intervals counted and not counted
proof-col-from = From
proof-col-to = To
proof-col-why = Reason
proof-col-lasts = Lasts
proof-col-sum = Sum
proof-row-open = Open: counted
proof-row-runs = Hours by the clock: all counts
proof-row-late = After the deadline: late
proof-row-paused = Paused: { $reason }
proof-row-closed = Closed: { $reason }
proof-not-counted = { $amount }, not counted
proof-plus = { $first } + { $next }
proof-total = Total counted = target
proof-clauses = The clause
proof-quote = “{ $text }”
proof-cite = { $contract }, { $clause }
proof-givens = What it is computed from
proof-given-hours = Opening hours
proof-given-zone = Time zone
proof-given-holidays = Public holidays
proof-given-start = Start
proof-given-pauses = Pauses
proof-given-checked = Checked
proof-zone = { $zone }
proof-holidays-none = none
proof-holidays-fr = France
proof-holidays-fr-alsace-moselle = France and Alsace-Moselle
proof-holidays-fr-guadeloupe = Guadeloupe
proof-holidays-fr-guyane = French Guiana
proof-holidays-fr-la-reunion = Réunion
proof-holidays-fr-martinique = Martinique
proof-holidays-fr-mayotte = Mayotte
proof-holidays-fr-nouvelle-caledonie = New Caledonia
proof-holidays-fr-polynesie-francaise = French Polynesia
proof-holidays-fr-saint-barthelemy = Saint Barthélemy
proof-holidays-fr-saint-martin = Saint Martin
proof-holidays-fr-saint-pierre-et-miquelon = Saint Pierre and Miquelon
proof-holidays-fr-wallis-et-futuna = Wallis and Futuna
proof-pauses-none = none
proof-pauses-are = { $count ->
    [one] one: { $causes }
   *[other] { $count }: { $causes }
}
proof-checked-same = history replayed { $at }: same result
proof-checked-other = history replayed { $at }: the result differs from what is stored, please report it
proof-changes = What changed the count
proof-changed-started = The count starts
proof-changed-requalified = Priority changed from { $from } to { $to }, counted from the same start
proof-changed-paused = Paused: { $reason }
proof-changed-resumed = Resumed
proof-changed-stopped = Stopped
proof-changed-reopened = Reopened
proof-changed-by = { $what }, by { $name }
proof-again = Compute it again

# public pages
## The frame of the pages
layout-skip = Skip to content
layout-main-nav = Main navigation
layout-views-nav = Saved views
layout-views = Views
layout-queues = Queues
layout-title = { $page } – Guichet
layout-title-error = Error: { $page } – Guichet
layout-support-of = support for { $organisation }
layout-new-request = New request
layout-my-requests = My requests
layout-help = Help
layout-sign-in = Sign in
layout-sign-out = Sign out
layout-signed-in-as = { $name }, signed in
layout-this-language = English
layout-switch = Read this page in French
layout-look = Appearance
layout-theme-dark = Dark
layout-theme-light = Light
layout-theme-system = As the system
layout-density-comfortable = Tall rows
layout-density-compact = Tight rows
layout-required = Every answer is needed unless it says “optional”.
layout-optional = (optional)
nav-queue = Support queue
nav-to-take = To acknowledge
nav-mine = My tickets
nav-soon = Due in < 1 h
nav-waiting-customer = Waiting for customer
nav-waiting-vendor = Waiting for vendor
nav-search = Search
nav-escalations = Escalations
nav-letters = Letters
nav-contracts = Contracts
nav-help = Help
open-tickets = { $count ->
    [0] No open ticket
    [one] { $count } open ticket
   *[other] { $count } open tickets
}

## Demonstration
demo-bar = Demonstration
demo-now = It is { $now }
demo-advance = Put the clock forward
demo-by-15m = 15 min
demo-by-1h = 1 h
demo-by-opening = opening
demo-by-1d = 1 day
demo-letters = Letters sent
demo-letters-count = { $count ->
    [0] No letter sent
    [one] { $count } letter sent
   *[other] { $count } letters sent
}

## Forms
form-problem = There is a problem
form-nothing-lost = Nothing is lost: all that you wrote is still here.
field-most = { $most ->
    [one] { $most } character at most.
   *[other] { $most } characters at most.
}
field-left = Characters left: ##
field-over = Characters too many: ##

## Door
door-date = A date for every request.
door-proof = A proof for every date.
sign-in-title = Sign in
sign-in-desk = The desk of { $desk } and its customers
sign-in-email = Email address
sign-in-password = Password
sign-in-do = Sign in
sign-in-no-address = Enter your email address, like name@example.com
sign-in-no-password = Enter your password
sign-in-wrong = Check the address and the password: they do not belong together
sign-in-too-many = Too many attempts. Try again { $again }

## Second factor
factor-title = Second factor
factor-lead = After the password, Guichet asks for a code that your phone changes every thirty seconds. A stolen password is no longer enough to get in.
factor-required = Here, the whole team uses a second factor. Set yours up to go on: it takes two minutes and your phone.
factor-set-up = Set up a second factor
factor-need = You need an app for one-time codes on your phone. Some are free; many password managers do as well.
factor-begin = Begin
factor-scan = 1. Add this account to the app
factor-scan-lead = In the app, choose to add an account, then scan this square or type the key.
factor-square = QR code to scan with the app; it holds the same key as the text beside it
factor-key = Key to type
factor-key-hint = Six-digit codes, another one every thirty seconds (TOTP, SHA-1).
factor-open = Open in an app on this device
factor-type = 2. Enter the code it shows
factor-invented = In the demonstration, time is invented, and your phone does not know it: the code of the moment is { $code }. To come back, use a recovery code or the links of the demonstration.
factor-code = Six-digit code
factor-turn-on = Turn on
factor-forget = Give up
factor-on = Second factor on
factor-since = Since
factor-left = { $count ->
    [0] You have no recovery code left: ask for new ones before you lose your phone.
    [one] You have one recovery code left: ask for new ones.
   *[other] You have { $count } recovery codes left.
}
factor-change = Manage the second factor
factor-change-lead = Each change asks for your password and a code. A letter confirms it to you.
factor-change-lead-outside = Each change asks for a code. A letter confirms it to you.
factor-just-came = You have no password here: for this, you must have signed in at the identity provider less than ten minutes ago.
factor-come-again = Sign out, then sign in again at the identity provider: it was too long ago
factor-what = What do you want to do?
factor-do-codes = Get new recovery codes
factor-do-codes-hint = Those before stop working.
factor-do-replace = Move to another phone or app
factor-do-replace-hint = The old phone works until the first code of the new one.
factor-do-off = Turn the second factor off
factor-do-off-hint = Your password will be enough again.
factor-proof = Code of the app, or recovery code
factor-continue = Continue
factor-no-what = Choose what you want to do
factor-no-code = Enter the six digits that the app shows
factor-no-proof = Enter the six digits of the app, or a recovery code of sixteen letters and digits
factor-wrong = This code is wrong, or was used already: enter the next one
factor-wrong-first = This code is wrong: check that the phone sets its time automatically, then enter the next code
factor-done-on = The second factor is on, and your other devices are signed out.
factor-done-off = The second factor is off, and your other devices are signed out.
factor-codes-title = Your recovery codes
factor-codes-lead = Without a phone, each of these codes lets you in once. Keep them elsewhere than on this phone: printed, or in a password manager.
factor-codes-once = They will never be shown again.
factor-copy = Copy
factor-copied = The codes are copied.
factor-print = Print
factor-codes-kept = I kept them, continue
code-title = Sign-in code
code-lead = Enter the code that your app shows for this desk.
code-recovery-lead = Enter one of your recovery codes. It will not work again.
code-recovery = Recovery code
code-no-recovery = Enter the sixteen letters and digits of a recovery code
code-recovery-wrong = This is none of your recovery codes, or it was used already: enter another one
code-by-recovery = No phone? Use a recovery code
code-by-app = Use the app for codes
code-none = Neither phone nor recovery code? Ask the person who administers Guichet with you to remove your second factor.
code-over = The code is given within five minutes of the password. Enter your address and your password first.
code-again = Start again
code-other-account = Sign in with another account
letter-factor-title = Second factor, { $site }
letter-factor-eyebrow = Security of the account
letter-factor-heading = Second factor
letter-factor-by-nobody = the command line
letter-factor-on-heading = Your second factor is on
letter-factor-on-body = Since { $when }, a code is asked after the password of this account. Other devices were signed out.
letter-factor-replaced-heading = Your second factor moved to another app
letter-factor-replaced-body = Since { $when }, the codes of this account come from another app or phone, and the recovery codes are new. Other devices were signed out.
letter-factor-off-heading = Your second factor is off
letter-factor-off-body = Since { $when }, the password of this account is enough to get in.
letter-factor-removed-heading = Your second factor was removed
letter-factor-removed-body = The second factor of this account was removed on { $when } ({ $by }). The password is enough until you set up another one. All your devices were signed out.
letter-factor-codes-heading = Your recovery codes are new
letter-factor-codes-body = New recovery codes were given on { $when }. Those before stopped working.
letter-factor-used-heading = A recovery code was used
letter-factor-used-body = A recovery code of this account was used on { $when }. Codes left: { $left }.
letter-factor-guessed-heading = Somebody tries to get into your account
letter-factor-guessed-body = On { $when }, the right password of this account was given, then ten wrong codes. Nobody got in.
letter-factor-guessed-not-you = If it was not you, somebody knows your password: ask for a new password at once and tell the person who administers Guichet with you.
letter-kind-second-factor = Second factor
people-factor = second factor
people-factor-lead = Phone lost, and the recovery codes, too? Remove the second factor: the person is signed out, and the password is enough until another one is set up. Make sure first that it is really the person who asks.
people-factor-do = Remove the second factor
people-done-factor = The second factor is removed, and a letter tells the person.
people-event-factor-on = { $about } turns the second factor of the account on.
people-event-factor-replaced = { $about } moves the second factor to another app.
people-event-factor-off = { $about } turns the second factor of the account off.
people-event-factor-removed = { $by } removes the second factor of { $about }.
people-event-factor-codes = { $about } gets new recovery codes.
people-event-factor-used = { $about } uses a recovery code. Codes left: { $left }.
people-event-factor-guessed = Ten wrong codes after the right password of { $about }.
help-factor = The second factor
help-factor-1 = On “My account”, set up a code that your phone gives after the password. Without the phone, a recovery code lets you in once; without either, somebody who administers removes the second factor.

## Signing in at an identity provider
sign-in-provider = Continue with { $provider }
provider-password = Sign in with a password
provider-unreachable-title = Signing in is not possible right now
provider-unreachable-lead = { $provider } does not answer.
provider-unreachable-advice = Try again in a few minutes, or use your Guichet password if you have one.
provider-unsound-title = You were not signed in
provider-unsound-lead = What { $provider } answered could not be verified: nobody was signed in.
provider-unsound-advice = Try again. If it happens again, tell whoever administers Guichet at your place: the log has the reason.
provider-cancelled-title = Sign-in cancelled
provider-cancelled-lead = You gave up signing in, or { $provider } refused.
provider-cancelled-advice = Nothing has changed. You can try again or use a password.
provider-over-title = This sign-in is no longer valid
provider-over-lead = Signing in with { $provider } ends within ten minutes, once, and in the browser in which it began.
provider-over-advice = Start again from this page.
provider-unverified-title = Address not verified
provider-unverified-lead = { $provider } has not verified your email address, so Guichet cannot rely on it to find your account.
provider-unverified-advice = Have your address verified at { $provider }, then try again, or use a password.
provider-unknown-title = No account under this address
provider-unknown-lead = { $provider } knows you, but no account of Guichet has your address. Signing in never makes one.
provider-unknown-advice = Ask whoever administers Guichet at your place for an invitation or, if you are a customer, a designated administrator of your organisation.
provider-closed-title = Account closed
provider-closed-lead = Your account at Guichet is closed.
provider-closed-advice = Ask whoever administers Guichet at your place to open it again.
provider-another-title = This account is bound to somebody else
provider-another-lead = The account with your address is bound to another identity at { $provider } already. You were not signed in; this refusal is noted in the history of the account.
provider-another-advice = If the account is yours, ask whoever administers Guichet at your place to undo the old bond with the command “guichet user forget-provider” and your address.
provider-too-many-lead = Too many sign-ins with { $provider } failed from this place.
provider-too-many-advice = Try again in { $wait }, or use a password.
account-since-provider = signed in by an identity provider since: { $at }
people-event-bound = { $about } signs in with { $to } for the first time: the account is bound to it.
people-event-not-bound = A sign-in with { $to } under the address of { $about } is refused: the account is bound to another identity.
people-event-unbound = { $by } undoes the bond of the account of { $about } with an identity provider.
help-provider = Signing in at an identity provider
help-provider-1 = Where the sign-in page offers to continue with a provider, it stands for your password, not for the second factor of Guichet. The first time, your account is found by your verified address, then bound to your identity there: another address later changes nothing here. No account opens by itself.

## Deadline chip
chip-due = Due { $due }, { $zone }
chip-left = { $amount } left
chip-soon = only { $amount } left
chip-late = { $amount } late
chip-resumes = resumes { $at }
chip-paused = paused
chip-paused-for = { $reason } · { $amount }
chip-kept = kept
chip-early = { $amount } to spare
chip-missed = missed
chip-over = { $amount } over

# letters
letter-instant = { $when }, { $zone }
letter-preview = { $label }: { $value }
letter-list = { $first } and { $last }
letter-priority = { $word } ({ $priority })
letter-promised = Time promised: { $amount }
letter-contract = According to: { $contract }
letter-clause = According to: { $contract }; { $clause }
letter-counted-from = Support was closed when the request was filed: the time counts from { $when }.
letter-about = { $customer }: { $subject }
letter-counted-at = Worked out on { $when }.
letter-due-acknowledge = We promise to take it in charge by
letter-due-respond = We promise an answer by
letter-due-update = We promise the next news by
letter-due-resolve = We promise to resolve it by
letter-no-promise = The contract announces no deadline for this request. It is in the support queue.
letter-row-reference = Reference
letter-row-subject = Subject
letter-row-service = Service
letter-row-priority = Priority
letter-row-filed = Filed
letter-row-customer = Customer
letter-row-requester = Requester
letter-row-author = Answer by
letter-row-files = Attached files
letter-row-clock = Clock
letter-row-agent = Agent
letter-row-told = Told
letter-row-server = Server
letter-row-sent = Sent
letter-row-site = Address
letter-nobody = nobody yet
letter-follow = Follow my request
letter-why-deadline = Why this deadline?
letter-read-and-answer = Read and answer
letter-open-ticket = Open the request
letter-acknowledge = I have seen this
letter-acknowledge-means = To say that you have seen this stops the reminders of this deadline; the time itself goes on.
letter-write-there = To answer or add something, use the page of the request: a reply to this mail would not reach it.
letter-secret = The link in this message opens the request without a password: pass it on only to those who may read it.
letter-answer-on-page = Answer on the page of the request: a reply to this mail would not reach it.
letter-received-eyebrow = Receipt
letter-received-heading = Your request is filed under the reference { $reference }
letter-why-received = You receive this message because your address was given when this request was filed ({ $site }). If that was not you, you can ignore it.
letter-replied-eyebrow = Answer to your request { $reference }
letter-replied-heading = { $author } has answered you
letter-resolved-eyebrow = Request { $reference } resolved by { $author }
letter-resolved-heading = Your request is resolved
letter-resolved-reopen = If the problem goes on, say so on the page of the request: it will be reopened.
letter-why-replied = You receive this message because you filed the request { $reference } ({ $site }).
letter-wrote-eyebrow = Message from the requester
letter-wrote-heading = { $requester } has written to you
letter-why-assigned = You receive this message because the request { $reference } is assigned to you.
letter-why-queue = You receive this message because the request { $reference } waits in your queue.
letter-escalated-eyebrow = Escalation, level { $level } ({ $when }) · priority { $priority }
letter-soon-acknowledge = { $amount } left to take the request in charge
letter-soon-respond = { $amount } left to answer the request
letter-soon-update = { $amount } left to give the requester news
letter-soon-resolve = { $amount } left to resolve the request
letter-late-acknowledge = Taking in charge is late by { $amount }
letter-late-respond = The answer is late by { $amount }
letter-late-update = The news promised to the requester is late by { $amount }
letter-late-resolve = The resolution is late by { $amount }
letter-now-acknowledge = The deadline for taking in charge has just passed
letter-now-respond = The deadline for an answer has just passed
letter-now-update = The deadline for news to the requester has just passed
letter-now-resolve = The deadline for the resolution has just passed
letter-deadline = Deadline
letter-deadline-missed = Deadline missed
letter-late-mark = This message leaves late because the service had stopped: it was due on { $due } and could not leave before { $fired }.
letter-folded = { $count ->
    [one] It also stands for level { $levels }, which could not leave.
   *[other] It also stands for levels { $levels }, which could not leave.
}
letter-clock-acknowledge = taking in charge
letter-clock-respond = answer
letter-clock-update = regular news
letter-clock-resolve = resolution
letter-why-escalated = You receive this message because the escalation ladder ({ $contract }) tells your address at level { $level } ({ $when }).
letter-test-title = Mail test, { $site }
letter-test-eyebrow = Mail test
letter-test-heading = Letters leave
letter-test-body = The mail server took this message: the settings are right. Do check that it was not put among the unwanted mail.
letter-why-test = You receive this message because somebody tried sending to your address.

# levels of the ladder
level-share = { $percent }% of the target
level-before = { $amount } before the deadline
level-breach = deadline
level-after = { $amount } after the deadline
level-repeat = reminder every { $amount } after the deadline

## When something is wrong
problem-not-found = This page does not exist
problem-not-found-what = The address may be incomplete, or this page is not open to your account.
problem-not-found-do = Check the address, or begin again by the button below. A link from a letter must be copied whole.
problem-not-allowed = Your account may not do this
problem-not-allowed-what = You are signed in, but another person of the team has this right.
problem-not-allowed-do = Ask the person who administers Guichet to give you this right.
problem-link = This link has been used, or its time has passed
problem-link-what = A link of this kind works once, and for a limited time.
problem-link-do = Ask the person who sent it for another one.
problem-not-understood = This request could not be read
problem-not-understood-what = Something is missing from it, or a tool changed it on the way.
problem-back-do = Go back and try again; if it happens again, write to the support.
problem-too-large = This is too large to pass
problem-too-large-what = What you send is larger than what is accepted.
problem-too-large-do = Go back, shorten the text or remove files, then send again.
problem-origin = This form comes from another site
problem-origin-what = For safety, Guichet only accepts forms of its own pages.
problem-origin-do = Open the page of Guichet in your browser and begin again from there.
problem-too-many = Too many requests in a short time
problem-too-many-what = Many requests came from the same place.
problem-too-many-do = Wait a minute, go back and send again.
problem-changed = Somebody changed the same thing in between
problem-changed-what = Your change was not made, so as not to undo theirs.
problem-changed-do = Go back, read what changed, then make yours again if it still fits.
problem-busy = Guichet is busy
problem-busy-what = It could not answer in time.
problem-busy-do = Wait a few seconds, go back and send again: a request sent twice is filed once.
problem-ours = Something went wrong
problem-ours-what = The fault is ours, not yours. It has been noted.
problem-ours-do = Go back and try again in a moment: a request sent twice is filed once.
problem-nothing-changed = Nothing was changed.
problem-still-there = What you wrote is still in your browser: go back to find it.
problem-go-back = Go back
problem-start = Go to the start page
problem-queue = Go to the queue
problem-trace-desk = If you write to whoever administers Guichet, quote this mark:
problem-trace = If you write to the support, quote this mark:

## Time band
band-title = { $name }: due { $due }
band-before = before: { $amount }
band-closed-days = closed { $days } d
band-closed-for = closed { $amount }
band-nothing-counted = closed, nothing is counted
band-legend-counted = counted
band-legend-to-come = to come
band-legend-paused = pause
band-legend-closed = closed (shortened in the drawing)
band-tell-day = { $day }:
band-tell-counted = counted from { $from } to { $to };
band-tell-to-come = to be counted from { $from } to { $to };
band-tell-late = late from { $from } to { $to };
band-tell-paused = paused from { $from } to { $to }, { $reason };
band-tell-closed = not counted, { $reason }, { $amount };

## Keys
key-title = Keys
key-close = Close
key-off = Stop using these keys
key-on = Use these keys again
key-enter = Enter
key-next = Next ticket
key-previous = Previous ticket
key-open = Open the ticket
key-why = Why this deadline?
key-create = Create a ticket
key-mine = Assign to me
key-assign = Assign
key-priority = Change the priority
key-reply = Reply
key-note = Internal note
key-search = Search
key-back = Back to the list
key-sheet = Show the keys
key-send = Send

# letters
## First access
set-up-title = Choose a password
set-up-for = This link is for choosing the password of the account { $email }.
set-up-first = This link opens the first account, that of the administrator.
set-up-name = Your name
set-up-name-hint = As customers and the team will read it.
set-up-password = Password
set-up-password-hint = At least { $least } characters. A phrase of a few words does very well.
set-up-do = Open the account
set-up-once = This link works once.
set-up-no-name = Enter your name
set-up-name-long = Shorten the name: { $most } characters at most
set-up-address-taken = Choose another address: an account has this one already
set-up-short = Choose a password of at least { $least } characters
set-up-long = Choose a shorter password: { $most } bytes at most

## Letters
list-next = More of the list
letters-title = Letters
letters-lead = Every letter that Guichet owes, has sent or could not deliver. None is lost.
letters-tabs = Letters by state
letters-waiting = Waiting
letters-sent = Sent
letters-refused = Refused
letter-waiting = Waiting
letter-sent = Sent
letter-refused = Refused
letters-none-waiting = No letter is waiting
letters-none-sent = No letter has been sent yet
letters-none-refused = No letter was refused
letters-leaves = leaves { $at }
letters-again = tried again { $at }
letters-sent-at = sent { $at }
letters-refused-at = refused { $at }
letters-to = to { $to }
letters-from = from { $from }
letters-attempts = { $count ->
    [0] not tried yet
    [one] { $count } attempt
   *[other] { $count } attempts
}
letters-answer = Answer of the mail server:
letters-retry = Send again
letter-from = From
letter-to = To
letter-at = Received
letter-html = The letter
letter-text = The plain text
letter-headers = Headers
demo-letters-lead = All letters of the demonstration arrive here; none leaves this machine.
demo-letters-none = No letter yet
demo-letters-none-do = File a request, or put the clock forward to the next warning.

## Escalations
escalations-title = Escalations
escalations-lead = The levels that were passed: who was told, when, why. Acknowledging stops the repeats.
escalations-tabs = Escalations by state
escalations-open = Not acknowledged
escalations-all = All
escalations-none = No escalation is waiting
escalations-none-more = Somebody has seen every warning.
escalation-told = Told: { $names }
escalation-told-nobody = Nobody to tell at this level
escalation-caught-up = left late, after a stop of the service
escalation-folded = { $count ->
    [one] left late, after a stop of the service, with { $count } missed level
   *[other] left late, after a stop of the service, with { $count } missed levels
}
escalation-done-by = Acknowledged by { $name }, { $at }
escalation-about = { $clock }: { $level }
escalation-ack-title = Acknowledge
escalation-ack-lead = Tell the team that you are on it.
escalation-ack-do = Acknowledge
escalation-ack-means = The repeats of this level stop. The deadline does not change, and the next level will tell again.
escalation-ack-over = The clock has stopped in between: there is nothing left to repeat.
escalation-open-ticket = Open the ticket

## Help
help-title = Help
help-lead = What the dates, colours and keys of Guichet mean.
help-deadlines = Deadlines
help-deadlines-1 = Each contract promises a time to acknowledge a request, to answer it or to resolve it. Guichet makes a date of it, written out in full. The unit comes from the contract:
help-unit-hours = Business hours: only the time in which the support is open counts, without public holidays.
help-unit-days = Business days: the same time of day, that many open days later, or the end of that day if the contract says so.
help-unit-clock = Hours by the clock: nights, weekends and holidays count. Without the words “business time” it is this unit.
help-closed = Filed while the support is closed, business time counts from the next opening; time by the clock counts from filing.
help-pauses = During a pause, for example while we wait for your answer, time does not count for the promises that the contract names; the reason is written down.
help-proof = “Why this deadline?” unrolls the count interval by interval, with the clause of the contract.
help-chips = Chips
help-chips-1 = The instant first, then what is left. Colour speaks of time only.
help-chip-reason = waiting for customer
help-chip-running = There is time enough.
help-chip-soon = Little is left.
help-chip-late = The deadline has passed.
help-chip-paused = The clock stands still for a while, and why.
help-chip-kept = Done in time.
help-chip-missed = Done, but too late.
help-priorities = Priorities
help-p1 = At a standstill without a realistic way around; security; data of another organisation in sight.
help-p2 = An essential function is degraded, there is a way around.
help-p3 = The rest: questions, nuisances, suggestions.
help-priorities-1 = The form proposes a priority from your answers; an agent confirms or corrects it, and says why.
help-talk = The conversation
help-talk-1 = An answer goes to the requester; an internal note, framed by dashes and marked with a lock, stays in the team. The button says to whom the text goes.
help-talk-2 = What is written is kept on the server within a second, for thirty days. In a note, “@” and a name tell a colleague by e-mail. “Formatting” shows the signs that give a text its form, “Preview” shows it before it is sent.
help-talk-3 = The time spent is noted with the message. It is corrected by a further entry with its reason; the customer does not see it.
help-set-up = Organisations, products, queues
help-set-up-1 = Under “Organisations” an administrator keeps customers, integrators and vendors: platforms, contracts, mandates, designated administrators. Under “Products”, the versions that are maintained; under “Queues”, who works where. A queue kept to its members is visible to nobody else.
help-portal = Your account as a customer
help-portal-1 = “My requests” shows first what waits for an answer from you. On each request you can answer, say that it is settled or reopen it, and add somebody of your organisation; every deadline has its proof. Once it is resolved, your opinion is asked, once and only if you like.
help-portal-2 = A designated administrator sees all requests of the organisation, invites colleagues, designates other administrators and reads what is left of prepaid hours. Some contracts take requests of designated administrators only: your text is then handed to them with one click.
help-lead-public = What dates and colours mean, and what becomes of your request.
help-follow = Following your request
help-follow-1 = The confirmation page and the letters bear a link that opens your request without a password: keep it, and pass it on only to those who may read it. Behind it you read answers, add to what you wrote and attach files.
help-follow-2 = An address that the support does not know yet gets a single letter in 24 hours, with nothing of what you wrote. So keep the address of the confirmation page.
help-follow-3 = Lost the link? Look for the reference, such as INC-2026-00042, in your mail. If you cannot find it, file a new request and say which one it follows.
help-files = Attached files
help-files-1 = Up to { $files } files for a message, { $size } each. They are downloaded from the page of the request; letters give their names.
help-files-2 = JPEG, PNG and WebP pictures lose what they tell of place and device. Other files, PDF and HEIC among them, are kept as they are.
help-limits = When the form does not take a request
help-limits-1 = Against programs that send forms, one that is filled faster than by hand is refused, and requests of one address or one network are counted. The page then says when to send again; what you wrote is still there.
help-limits-2 = With JavaScript, what you begin to write stays in this browser until it is sent, a week at most.
help-live = The live queue
help-live-1 = The list follows what others do within about two seconds. The row under the pointer or the focus does not move; new requests wait behind a button above the list. “Hold the list” stops it all until you let it go on.
help-live-2 = When the connection is lost, the page says so and then mends itself. Without JavaScript, reload the page; the time of its figures stands above the list.
help-account = Your account
help-account-1 = “My account” shows the devices that are signed in. One that you do not recognise? Sign it out, then change your password: that signs out all the others.
help-session = A session ends after { $idle } without use, and after { $longest } in any case.
help-session-days = { $days } days
help-forgotten = Forgotten password
help-forgotten-1 = The sign-in page sends a link that works once, for an hour. Where no letters leave, the command “guichet user reset” gives it. After several failed attempts the page says when to try again.
help-limits-desk = What is refused
help-limits-desk-1 = The public form counts requests by address and by network, and says when to send again. When more comes in than can be served, agents who are signed in have a lane of their own. A full disk or a stopped database is said on the page: nothing that was recorded is lost.
help-keys = Keys for agents
help-keys-1 = In the queue and on a ticket, outside the fields. “?” shows them at any time and can stop them. They need JavaScript; everything works without them too.
letter-target = { $amount } (contract { $contract })
letter-target-clause = { $amount } (contract { $contract }, { $clause })
proof-late = { $amount }, late
proof-zero = 0 min

# desk pages
queue-title-of = { $view } ({ $count })
queue-view-open = Support queue
queue-view-to-take = To acknowledge
queue-view-mine = My tickets
queue-view-soon = Due within 1 h
queue-view-waiting-customer = Waiting for the customer
queue-view-resolved = Resolved tickets
queue-view-all = All tickets
queue-tickets = { $count ->
    [0] No ticket
    [one] { $count } ticket
   *[other] { $count } tickets
}
queue-or-more = { $count } or more
queue-create = Create
queue-search = Search tickets
queue-search-hint = Reference or word of the subject
queue-filter-do = Filter
queue-filter-none = Show all
queue-filter-assignee = Agent
queue-filter-priority = Priority
queue-filter-due = Deadline
queue-anybody = All agents
queue-me = Mine
queue-nobody = Nobody’s
queue-any-priority = All priorities
queue-any-time = All deadlines
queue-within = Within { $hours } h
queue-ignored = This address asks for a filter that does not exist; it was left aside:
queue-refresh = Refresh
queue-computed = { $zone } · computed at { $time }
queue-caption = { $view }, by deadline, the nearest first
queue-col-priority = Priority
queue-col-reference = Reference
queue-col-subject = Ticket
queue-col-customer = Customer
queue-col-state = State
queue-col-clock = Promise
queue-col-due = Deadline
queue-col-agent = Agent
queue-proposed = proposed, to be confirmed
queue-no-deadline = no deadline promised
queue-resolved-at = resolved { $at }
queue-group-late = Late
queue-group-soon = Soon
queue-group-today = Today
queue-group-later = Later
queue-group-paused = Paused
queue-group-nothing = Without a deadline
queue-group-resolved = Resolved
queue-pages = Pages of the queue
queue-next = Next
queue-first = Start of the queue
queue-foot-unit = “business”: the contract’s opening hours. Without this word: hours by the clock.
queue-foot-move = move
queue-foot-why = why this deadline
queue-foot-keys = all keys
queue-day-hour = { $hour }:00
queue-day-told = Today’s deadlines on this page, from { $from }:00 to { $to }:00: { $late } late, { $soon } within the hour, { $rest } later. It is { $now }.
queue-empty-open = No open ticket
queue-empty-open-do = Filed tickets arrive here, the most urgent at the top.
queue-empty-to-take = Everything is acknowledged
queue-empty-to-take-do = New tickets wait here for an agent to take them.
queue-empty-mine = No ticket is assigned to you
queue-empty-mine-do = Take one from “To acknowledge”.
queue-empty-soon = Nothing is urgent
queue-empty-soon-do = Late tickets and those due within the hour come here.
queue-empty-waiting-customer = No customer owes us an answer
queue-empty-waiting-customer-do = Tickets paused to wait for the customer come here.
queue-empty-resolved = No resolved ticket
queue-empty-resolved-do = Resolved tickets stay readable here.
queue-empty-all = No ticket
queue-empty-all-do = All tickets come here, resolved ones too.
queue-empty-nothing-open = No ticket is open at the moment.
queue-empty-filter = No ticket meets these filters
queue-empty-filter-do = Remove a filter, or search another word of the subject.
queue-empty-end = The queue ends there
queue-empty-end-do = Go back to the start of the queue.
ticket-title = Ticket
ticket-title-of = { $reference } { $subject }
ticket-state-new = To take
ticket-state-open = In progress
ticket-state-paused = Paused
ticket-state-resolved = Resolved
ticket-unconfirmed = proposed, to be confirmed
ticket-agent = Agent:
ticket-nobodys = Assigned to nobody
ticket-take = Take in charge
ticket-resume = Resume
ticket-assign = Assign
ticket-assign-to = To whom?
ticket-assign-do = Assign
ticket-assign-me = { $name } (you)
ticket-assign-nobody = Nobody
ticket-requalify = Requalify
ticket-requalify-to = The right priority
ticket-requalify-why = Why?
ticket-requalify-why-hint = The requester reads this reason. Deadlines are counted again from the same start.
ticket-requalify-do = Requalify
ticket-priority-word = { $priority }, { $word }
ticket-pause = Pause
ticket-pause-why = Reason that the contract knows
ticket-pause-reason = { $reason }, { $clause }
ticket-pause-awaited = What is awaited
ticket-pause-awaited-hint = In a few words. When we wait for the customer, they read it on their page.
ticket-pause-do = Pause
ticket-pause-none = This contract knows no pause.
ticket-resolve = Resolve
ticket-reopen = Reopen
ticket-reopen-why = Why reopen it?
ticket-reopen-do = Reopen
ticket-talk = Conversation
ticket-note-mark = Internal note, hidden from the customer
ticket-by-form = by the form
ticket-by-page = by their page
ticket-sent-to = Sent to { $name }
ticket-compose = Write
ticket-tab-public = Answer the customer
ticket-tab-internal = Internal note
ticket-to = To
ticket-text = Your answer
ticket-note = Your note
ticket-note-hint = Seen by the team only, never by the customer
ticket-send = Answer { $name }
ticket-send-resolve = Answer { $name } and resolve
ticket-note-do = Add the internal note
ticket-compose-hint = The answer and the note are two texts; only that of the open tab is sent, the other stays a draft.
ticket-reopen-first = The ticket is resolved: reopen it to answer.
ticket-reads-only = Your account reads tickets and changes nothing.
ticket-clocks = Clocks
ticket-clocks-none = The contract promises no deadline for this priority.
ticket-target = { $target } · { $clause }
ticket-escalations = Escalations
ticket-proposal = Proposed priority
ticket-proposed = { $word } ({ $priority }), from the answers
ticket-answers = Answers of the form
ticket-confirm = Confirm this priority
ticket-confirmed = A person confirmed or corrected the priority.
ticket-context = Context
ticket-contract = Contract
ticket-word = Priority
ticket-hours = Hours
ticket-organisation = Customer
ticket-asked-by = Requester
ticket-requester = { $name }, { $email }
ticket-service = Service
ticket-queue = Queue
ticket-filed = Filed
ticket-beside = Last tickets of the customer
ticket-history = History
ticket-overtaken = The ticket changed while you were writing
ticket-overtaken-what = Nothing of yours was sent or changed. Since you opened the page:
ticket-overtaken-do = What you wrote is still in place. Read again, then send it once more if it still fits.
ticket-fault-act = Choose an action of the page
ticket-fault-text = Write something before sending
ticket-fault-priority = Choose a priority from the list
ticket-fault-why = Write why the priority changes
ticket-fault-pause = Choose a reason from the list
ticket-fault-awaited = Write what is awaited
ticket-fault-reopen = Write why the ticket is reopened
ticket-fault-assignee = Choose a person from the list
ticket-refused = The ticket’s state does not allow it
ticket-refused-resolved = The ticket is resolved: reopen it first
ticket-refused-resolved-already = The ticket is already resolved
ticket-refused-paused = The ticket is already paused
ticket-refused-taken = The ticket is already taken in charge
ticket-refused-not-paused = The ticket is not paused
ticket-refused-not-resolved = The ticket is not resolved
ticket-refused-contract = The ticket’s contract does not know this reason: choose one from the list
event-by-desk = Guichet
event-filed = { $name } files the ticket, priority { $priority } proposed
event-taken = { $name } takes the ticket in charge
event-replied = { $name } answers the customer
event-requester-replied = { $name } writes
event-noted = { $name } leaves an internal note
event-confirmed = { $name } confirms priority { $priority }
event-requalified = { $name } requalifies from { $from } to { $to }: “{ $reason }”
event-paused = { $name } pauses, { $reason }
event-paused-for = { $name } pauses, { $reason }: “{ $detail }”
event-resumed = { $name } ends the pause
event-resumed-by-answer = End of pause: { $name } answered
event-resolved = { $name } resolves the ticket
event-reopened = Ticket reopened: { $name } wrote
event-reopened-for = { $name } reopens the ticket: “{ $reason }”
event-assigned = { $name } assigns the ticket to { $to }
event-assigned-self = { $name } takes the ticket over
event-unassigned = { $name } assigns the ticket to nobody
event-escalated = Escalation: { $clock }, { $level }
event-acknowledged = { $name } acknowledges the escalation: { $clock }
event-acknowledged-by-link = Escalation acknowledged by the link of the letter: { $clock }
letter-kind-received = Acknowledgement of receipt
letter-kind-replied = Answer to the requester
letter-kind-escalated = Escalation
letter-kind-requester-wrote = Message from the requester
letters-subject = { $kind }: { $subject }

## Conversation: drafts, mentions, formatting, time spent
ticket-newer = A message arrived while you were writing
ticket-newer-do = Your text is still below, as it was. If it still fits, send it again.
ticket-newer-link = Read the message that arrived
ticket-spend = Time spent
ticket-spent = Time spent: { $time }
ticket-spent-fix = Correct
ticket-spent-to = The right time
ticket-spent-why = Why?
ticket-spent-do = Correct the time
ticket-time-total = Time spent
ticket-calls = Colleagues
ticket-calls-hint = “@” and a colleague’s name tells them by e-mail.
time-hint = In minutes or hours: 90, 1 h 30 or 1:30
time-none = no time
time-fault = Enter a time such as 90, 1 h 30 or 1:30
time-fault-sixty = Beside hours, minutes go from 0 to 59
time-fault-most = Enter 100 hours at most
time-fault-why = Enter why the time changes
event-time-spent = { $name } notes { $time } of time spent
event-time-corrected = { $name } corrects the time spent: { $to } instead of { $from } (“{ $reason }”)
event-mentioned = { $name } mentions { $names } in a note
draft-saved = Draft saved at { $time }
draft-saved-on = Draft saved: { $at }
draft-keep = Keep the draft
draft-local = Guichet does not answer: your text is kept in this browser.
draft-signed-out = You are no longer signed in: your text is kept in this browser.
draft-too-long = This text is too long to be kept
draft-newer = A newer draft was saved elsewhere
draft-newer-do = Take from it what you need, then keep or send your text: it will take its place.
draft-take = Take this draft
draft-keep-mine = Keep my text
preview-do = Preview
preview-answer = Preview of the answer to { $name }
preview-note = Preview of the internal note
preview-message = Preview of your message
writing-title = Formatting
writing-bold = bold
writing-italic = italic
writing-list = an item
writing-list-means = an item of a list
writing-quote = quote
writing-quote-means = a quote
writing-code = code
writing-fence-means = on a line before and a line after: a block of code
writing-links = Addresses with https:// become links. Line breaks stay.
letter-kind-mentioned = Mention in a note
letter-mentioned-eyebrow = Mention in an internal note
letter-mentioned-heading = { $author } mentions you in a note
letter-open-note = Open the note
letter-why-mentioned = You receive this message because { $author } wrote your name in an internal note of request { $reference }.
letter-mentioned-inside = An internal note is never shown to the customer. Answering this letter adds nothing to it.

## Forgotten password
forgotten-link = Password forgotten, or an invitation link that is too old?
forgotten-title = Forgotten password
forgotten-lead = Give the address of your account: you will receive a link to choose a new password.
forgotten-do = Send me a link
forgotten-asked = Look at your mail
forgotten-asked-lead = If an account of the team has this address, a link to choose a password has just been sent to it.
forgotten-works = It works once, for { $amount }.
forgotten-nothing-came = Nothing after a few minutes? Look among the unwanted mail, then ask the person who administers Guichet with you under which address your account is.
forgotten-spent-lead = A link of this kind works once, and for a limited time. Give the address of your account to receive another one.
forgotten-by-hand = This desk sends no mail. Ask the person who administers Guichet with you for a link: the command “guichet user reset”, followed by your address, prints one.
forgotten-back = Sign in
set-up-repeats = Choose a password that does not repeat the same signs: four words that have nothing to do with one another, for example
set-up-own = Choose a password that is not made of your name, your address or the name of this desk
set-up-common = Choose another password: this one is among the first that are tried. Four words that have nothing to do with one another will do
set-up-do-again = Choose this password
field-show = Show the password
field-hide = Hide the password
role-requester = requester
role-agent = agent
role-supervisor = supervisor
role-administrator = administrator
role-auditor = auditor
letter-row-account = Account
letter-choose-password = Choose a password
letter-open-account = Open my account
letter-another-link = Ask for another link
letter-forgotten = Ask for a new password
letter-link-until = The link works only once, until { $until }.
letter-reset-title = Choose a new password, { $site }
letter-reset-eyebrow = Forgotten password
letter-reset-heading = Choose a new password
letter-reset-body = Somebody, probably you, asked for a new password for this account.
letter-reset-not-you = If it was not you, do nothing: the password stays the same.
letter-why-reset = You receive this message because a new password was asked for the account that has your address. Do not pass it on.
letter-handed-title = A request is handed to you, { $site }
letter-handed-eyebrow = Request to file
letter-handed-heading = A colleague hands you a request
letter-handed-body = { $by } cannot file for { $organisation } and hands you their text: “{ $subject }”.
letter-handed-do = Read it and file it if you agree. The text waits for you for 30 days.
letter-handed-open = Open the form
letter-why-handed = You receive this message because you are a designated administrator of { $organisation }.
letter-kind-draft-handed = Request handed on
letter-invited-title = Your account, { $site }
letter-invited-eyebrow = Invitation
letter-invited-heading = An account is waiting for you at { $site }
letter-invited-body = { $by } invites you to work with Guichet, in the role of { $role }. Open your account by choosing a password.
letter-invited-customer = { $by } opens an account for you, to file your requests and follow their deadlines. Choose a password to begin.
letter-why-invited = You receive this message because { $by } gave your address. Do not pass it on: the link opens your account.
letter-changed-title = Password changed, { $site }
letter-changed-eyebrow = Security of the account
letter-changed-heading = Your password was changed
letter-changed-body = The password of this account is another one since { $when }. Other devices were signed out.
letter-changed-not-you = If it was not you, ask for a new password at once and tell the person who administers Guichet with you.
letter-why-changed = You receive this message because this account has your address.
letter-kind-password-reset = Forgotten password
letter-kind-invited = Invitation
letter-kind-password-changed = Password changed
queue-live = Live
queue-live-hold = Hold the list
queue-live-filed = { $count ->
    [one] { $count } new ticket
   *[other] { $count } new tickets
}
queue-live-more = { $count ->
    [one] { $count } more ticket here
   *[other] { $count } more tickets here
}
queue-live-changed = { $count ->
    [one] { $count } ticket changed
   *[other] { $count } tickets changed
}
queue-live-left = { $count ->
    [one] { $count } ticket left this list
   *[other] { $count } tickets left this list
}
queue-live-gone = is no longer in this list
queue-live-lost = Connection lost. The list will bring itself up to date as soon as the connection is back.
queue-live-stale = The database does not answer. The list will bring itself up to date as soon as it does.
queue-live-signed-out = Your session is over: this list is no longer kept up to date.
queue-live-elsewhere = Too many windows follow the queue: this one is no longer kept up to date.
queue-live-resume = Follow it here
form-hurried = The form came back faster than anybody fills it in, as programs do. Nothing was filed, and what you wrote is still below. Send it again in a few seconds.
form-many-for-address = Many requests were filed with this e-mail address in a short time. This one was not filed, and what you wrote is still below. You can send it again { $at }.
form-many-from-here = Many requests came from your network in a short time. This one was not filed, and what you wrote is still below. You can send it again { $at }.
filed-not-sent = No letter goes to { $email }: this address has just received one from us, or too many requests came from the same place. The request is filed all the same. Keep the address of this page: it is your way back to it.
reply-many = Many messages came in a short time. This one was not sent, and what you wrote is still below. You can send it again { $at }.
event-filed-silent = { $name } files the ticket, priority { $priority } proposed; no letter acknowledged it

# Attached files
files-label = Files
files-hint = Screenshots, logs… At most { $files } files of { $size } each.
files-line = { $name } ({ $size })
files-drop = Remove { $name }
files-over = This file is larger than { $size }: choose a smaller one, or compress it.
files-too-large = “{ $name }” is too large: at most { $most } for a file. Compress or cut it, then attach it again.
files-too-many = “{ $name }” was not attached: at most { $most } files for a message. Put several into an archive.
files-no-room = “{ $name }” was not attached: too many files are waiting just now. Send your message without it, then attach it later with a reply.
files-too-much = “{ $name }” was not attached: at most { $most } in all. Send it with a second message.
problem-unreachable = Guichet cannot record anything at the moment
problem-unreachable-what = Its database does not answer, or its disk fails. Nothing that was recorded is lost. If you had just sent a form, we do not know whether it was recorded.
problem-unreachable-do = Wait a few seconds, go back and send the same form again: if it was recorded already, it will not be recorded twice.
problem-full = Guichet has no room left to record anything
problem-full-what = The server’s disk is full. Nothing that was recorded is lost and everything can still be read, but what you sent was not recorded.
problem-full-do = Wait a few minutes, go back and send again. If it lasts, tell the person who administers Guichet: room must be made on the disk, nothing else.
letters-none-waiting-more = Letters come here that leave at the next try, while the mail server does not answer.
letters-none-sent-more = Confirmations, answers and warnings come here once they were handed over.
letters-none-refused-more = Letters come here that somebody has to look at, with what the mail server answered.
draft-found = What you had begun to write was found again.
draft-drop = Discard
key-pause = Pause, or resume

## The customers' portal
portal-title = My requests
portal-view-open = Open
portal-view-waiting = Waiting for you
portal-view-resolved = Resolved
portal-view-all = All
portal-search = Search a reference or words of the request
portal-search-hint = Reference or words
portal-of = Whose requests
portal-of-all = All that I may see
portal-of-mine = Mine
portal-platform = Platform
portal-platform-all = All platforms
portal-platform-of = { $organisation }: { $platform }
portal-pages = Pages of the list
portal-first = Start of the list
portal-empty-open = Nothing is open.
portal-empty-open-do = What is settled is under “Resolved”.
portal-empty-waiting = Nobody waits for an answer from you.
portal-empty-waiting-do = When support needs you, the request will show here.
portal-empty-resolved = Nothing is resolved yet.
portal-empty-resolved-do = Your requests will come here once they are settled.
portal-empty-all = You have no request yet.
portal-empty-all-do = File the first one with the button “New request”.
portal-empty-narrowed = No request meets this choice.
portal-empty-narrowed-do = Widen the search, or show everything.
portal-filed-by-you = filed by you
portal-filed-by-you-for = filed by you for { $organisation }
portal-filed-by = filed by { $name }
portal-filed-by-of = filed by { $name }, { $organisation }
portal-expected-new = We are about to take it in charge.
portal-expected-open = We are working on it.
portal-expected-of-you = We are waiting for your answer
portal-expected-resolved = Settled { $date }.
portal-settle = Is it settled?
portal-settle-lead = Tell us: the deadlines stop. You can reopen the request.
portal-settle-do = It is settled for us
portal-reopen = Is it still happening?
portal-reopen-lead = Reopen the request, or write what is happening: it goes on from where it was.
portal-reopen-do = Reopen the request
portal-done-settled = Noted: the request is settled.
portal-done-reopened = The request is open again.
portal-done-filed = Your request is filed. A summary is on its way to your address.
portal-new-platform = Which platform is concerned?
portal-new-platform-none = None in particular
portal-for-title = For whom are you filing?
portal-for-lead = Choose the organisation concerned: the request will be theirs, under their contract.
portal-done-handed = It is handed on: the person chosen receives a letter with your text.
refused-title = This request cannot be filed by you
refused-unknown = The contract of this service takes requests only of people it knows. Sign in to file yours; without an account, turn to the person who administrates the service in your organisation. What you wrote is still there.
refused-not-designated = For this service your organisation has designated the people who file requests.
refused-no-subscription = Your organisation has no subscription to this service.
refused-ended = Your organisation’s subscription to this service ended on { $day }.
refused-not-yet = Your organisation’s subscription to this service begins on { $day }.
refused-without-support = Your organisation’s subscription to this service does not include support.
refused-clause = { $contract }, { $clause }
refused-what = Whom to ask
refused-whom = Designated administrators of your organisation
refused-hand-lead = The person chosen receives a letter; your text waits for them in the form, they read it and file it.
refused-hand = Hand them my request
refused-nobody = Nobody else is designated in your organisation: turn to your usual contact.
refused-kept = Your text is kept
refused-back = Back to the form
members-title = People
members-lead = Those who file and follow the requests of your organisation.
members-without = No password yet
members-no-letters = This support sends no e-mail: ask it to open the accounts.
members-correct = Name and language
members-scope = Designated administrator of
members-of-all = the whole organisation
members-of-platform = the platform { $platform }
members-designated = Designated administrator
members-designated-lead = A designated administrator of the whole organisation sees all of its requests and manages its people. That of a platform sees the requests of that platform.
members-designate-do = Designate
members-undesignate-do = End
members-last = This is the last person who administrates the organisation: after this nobody of yours can invite, designate or close an account any more. Support would have to do it for you. Confirm if this is what you want.
members-sure = Yes, even if nobody administrates the organisation any more
members-open-lead = The person can sign in again, with the same password.
members-done-corrected = The corrections are saved.
members-done-designated = The designation is made.
members-done-undesignated = The designation has ended.

## Accounts of the team
nav-members = People
nav-people = Team
nav-account = My account
account-title = My account
account-profile = Who I am
account-lang = Language of your letters and pages
account-save = Save
account-present = Present password
account-new = New password
account-password-lead = Changing the password signs out all your other devices. A letter confirms it to you.
account-password-do = Change the password
account-present-wrong = Enter the password that you use today: this is another one
account-devices = Signed-in devices
account-devices-lead = A device you do not recognise? Sign it out, then change the password.
account-device = { $browser } on { $system }
account-device-unknown = Unknown device
account-here = This device
account-used = Last used: { $at }
account-since = signed in since: { $at }
account-end = Sign out
account-end-others = Sign out all other devices
account-done-profile = Your settings are saved.
account-done-password = Your password is changed, and your other devices are signed out.
account-done-session = Done: the device is signed out.
people-title = Team
people-lead = Those who work here, what they may do, and all that was done about their accounts.
people-role = Role
people-name = Name
people-lang = Language of letters
people-open = Account open
people-invited = Invitation pending
people-closed = Account closed
people-seen = last signed in: { $at }
people-never = never signed in
people-invite = Invite somebody
people-invite-lead = The person receives a link that works once, for an hour, and chooses the password alone. After that, the sign-in page sends another one.
people-invite-do = Send the invitation
people-invite-by-hand = This desk sends no mail: invite with the command “guichet user add”.
people-no-name = Enter the name of the person
portal-invited-enough = A hundred invitations left since yesterday: the next can leave tomorrow, or ask the support to enter your colleagues in one go.
people-address-taken = Choose another address: somebody has this one already
people-send-reset = Send a link to choose another password
people-send-invitation = Send another invitation
people-link-lead = The link leaves for the address of the person. Nobody else sees or chooses the password.
people-role-lead = Changing the role signs the person out: the new role holds from the next page on.
people-role-do = Change the role
people-close = Close the account
people-close-lead = The person is signed out at once and cannot sign in any more. Nothing that the person wrote disappears.
people-close-do = Close this account
people-open-again = Open the account again
people-open-lead = The person will be able to sign in again, with the same password and role.
people-open-do = Open this account again
people-last = This is the last account that can administer: give this role to somebody else first who can sign in.
people-history = What was done
people-history-none = Nothing yet.
people-by-command = The command line
people-by-link = A one-time link
people-event-added = { $by } makes the account of { $about }: { $to }.
people-event-link = { $by } gives { $about } a link to choose a password.
people-event-password = { $by }: { $about } chose a password.
people-event-renamed = { $by } replaces the name “{ $from }” by “{ $to }”.
people-event-role = { $by } changes the role of { $about }: { $from } becomes { $to }.
people-event-closed = { $by } closes the account of { $about }.
people-event-opened = { $by } opens the account of { $about } again.
people-done-invited = The invitation leaves now.
people-done-role = The role is changed.
people-done-closed = The account is closed.
people-done-opened = The account is open again.
people-done-link = The link leaves now.
people-tickets = { $count ->
    [0] No open ticket is in this name.
    [one] One open ticket is in this name.
   *[other] { $count } open tickets are in this name.
}
people-heir = Who gets the open tickets?
people-heir-nobody = Nobody: they go back into the queue
people-give = Open tickets
people-give-do = Hand over these tickets
people-done-given = The tickets have changed hands.

# Organisations, products, queues: what is set up

nav-organisations = Organisations
nav-products = Products
nav-queues = Queues

organisations-title = Organisations
organisations-lead = Customers, integrators and vendors: their platforms, contracts and designated administrators. Nothing of one is ever visible to another.
organisations-search = Find an organisation
organisations-search-do = Search
organisations-none = No organisation
organisations-none-more = Add the first one below, or import a table.
organisations-none-found = No organisation of that name
organisations-all = All organisations
organisations-more = Only the first 200 are shown: search for more of the name.
organisations-enter = Add an organisation
organisations-enter-do = Add the organisation

setup-name = Name
setup-kind = Kind
setup-kind-customer = Customer
setup-kind-integrator = Integrator
setup-kind-vendor = Vendor
setup-domain = Domain of its addresses
setup-domain-hint = Whoever writes from this domain belongs to the organisation. For example: marlaix.fr
setup-domain-is = addresses at @{ $domain }
setup-domain-none = no domain of addresses
setup-no-name = Enter a name
setup-no-platform = Enter the name of the platform
setup-no-day = Enter a date, such as 2026-12-31
setup-no-hours = Enter a number of hours, such as 10 or 7.5
setup-organisation-taken = An organisation has this name already: choose another
setup-mail-domain-taken = This domain belongs to another organisation
setup-mail-domain-malformed = Enter a domain, such as marlaix.fr
setup-mail-domain-shared = This provider gives addresses to everybody: leave the domain empty
setup-platform-taken = This organisation has a platform of that name already
setup-version-unknown-version = This version is not there any more: choose another
setup-product-taken = A product has this name already
setup-version-taken = This product has a version of that name already
setup-integrator-unknown = Choose an integrator other than the organisation itself
setup-contract-unknown = No contract has this name
setup-last-day-before-first = The last day comes before the first: correct one of them
setup-assignee-none = Add a member first: without one, nobody would see this queue
setup-assignee-last = This is the last member: open the queue to the whole team first
setup-an-organisation = an organisation

setup-platforms = Platforms
setup-platforms-none = No platform is known.
setup-platform = Name of the platform
setup-platform-hint = As the organisation calls it. For example: Production Lyon
setup-platform-add = Add a platform
setup-platform-add-do = Add the platform
setup-platform-open = Requests
setup-platform-open-yes = May be filed for this platform
setup-platform-open-no = Platform closed
setup-platform-closed = Closed
setup-unmaintained = Version not maintained
setup-environment = Environment
setup-environment-production = Production
setup-environment-pre-production = Pre-production
setup-environment-test = Test
setup-environment-development = Development
setup-version = Product and version
setup-version-unknown = Not given

setup-contracts = Contracts
setup-contracts-none = No contract: requests follow the contract of the service.
setup-contract-add = Assign a contract
setup-contract-add-do = Assign this contract
setup-contract-kept = A request keeps the version of the contract under which it was filed.
setup-service = Service
setup-contract = Contract
setup-support = Support
setup-support-yes = Included: requests may be filed
setup-support-no = Not included
setup-without-support = without support
setup-hours = Hours of help paid in advance
setup-hours-hint = For example 10, or 7.5
setup-prepaid = { $amount } of help
setup-first = First day
setup-last = Last day
setup-last-hint = Leave it empty while no end is agreed
setup-from = since { $first }
setup-from-to = { $first } to { $last }
setup-in-force = In force
setup-to-come = To come
setup-ended = Ended

setup-members = People
setup-members-none = Nobody yet: whoever files a request from the organisation’s domain appears here.
setup-designated-whole = Administers the organisation
setup-designated-platform = Administers { $name }
setup-designate-of = Designated administrator of what:
setup-whole = the whole organisation
setup-designate = Designate
setup-undesignate = End the designation

setup-serves = Organisations it serves
setup-serves-none = None: give it a mandate on a customer’s page.
setup-integrators = Integrators
setup-integrators-none = No integrator serves this organisation.
setup-integrator = Integrator that serves it
setup-mandate-give = Give the mandate
setup-mandate-end = Withdraw the mandate

setup-change = Change
setup-change-do = Save
setup-read-only = You may read this page, not change it.

setup-done-entered = The organisation is added.
setup-done-changed = The organisation is changed.
setup-done-platform = The platform is saved.
setup-done-mandate = The mandate is given: this integrator sees the organisation’s requests from now on.
setup-done-no-mandate = The mandate is withdrawn: this integrator only sees what it filed itself.
setup-done-designated = The person is designated.
setup-done-no-designation = The person is designated no longer.
setup-done-subscription = The contract is saved.

setup-event-entered = { $by } adds the organisation: { $name }, { $other }.
setup-event-changed = { $by } changes the organisation: { $name }, { $other }.
setup-event-platform = { $by } adds the platform “{ $name }”: { $other }.
setup-event-platform-changed = { $by } changes the platform “{ $name }”: { $other }.
setup-event-platform-closed = { $by } closes the platform “{ $name }”.
setup-event-mandate = { $by } gives { $name } the mandate to serve { $other }.
setup-event-no-mandate = { $by } withdraws from { $name } the mandate to serve { $other }.
setup-event-designated = { $by } designates { $name } to administer the organisation.
setup-event-designated-of = { $by } designates { $name } to administer “{ $other }”.
setup-event-undesignated = { $by } ends the designation of { $name }.
setup-event-undesignated-of = { $by } ends the designation of { $name } for “{ $other }”.
setup-event-member = { $by } adds { $name }.
setup-event-came = { $by } takes { $name } into the organisation.
setup-event-left = { $by } takes { $name } out of the organisation.
setup-event-subscribed = { $by } assigns the contract “{ $name }” from { $other } on.
setup-event-subscription-ends = { $by } changes a contract, which ends on { $name }.
setup-event-subscription-changed = { $by } changes a contract.
setup-event-queue-closed = { $by } keeps the queue to its members.
setup-event-queue-opened = { $by } opens the queue to the whole team.
setup-event-queue-joined = { $by } adds { $name } to the queue.
setup-event-queue-left = { $by } takes { $name } out of the queue.
setup-event-product = { $by } names the product “{ $name }”.
setup-event-version = { $by } saves version { $name }, maintained.
setup-event-version-ended = { $by } saves version { $name }, not maintained.

import-title = Import organisations and people
import-lead = Paste a table: nothing is written before every line was checked and you have asked for it.
import-table = Table
import-hint = The names of the columns first, then a line for each person; semicolons, commas or tabs.
import-columns = Columns there may be; only the first one must:
import-try = Check without writing
import-take = Import
import-fates = What becomes of each line
import-line = Line { $number }
import-ready = { $taken ->
    [one] One line would be imported. Nothing is written yet.
   *[other] { $taken } lines would be imported. Nothing is written yet.
  }
import-done = { $taken ->
    [one] One line is imported.
   *[other] { $taken } lines are imported.
  }
import-refused = { $refused ->
    [one] One line cannot be imported: correct it. Nothing is written.
   *[other] { $refused } lines cannot be imported: correct them. Nothing is written.
  }
import-nothing = Everything is known already: there is nothing to import.
import-known = Known already: nothing changes
import-adds-both = Would add { $organisation } and { $person }
import-adds-organisation = Would add { $organisation }
import-adds-person = Would add { $person } to { $organisation }
import-added-both = { $organisation } and { $person } are added
import-added-organisation = { $organisation } is added
import-added-person = { $person } is of { $organisation }
import-wrong-organisation = Write the name of the organisation
import-wrong-kind = “{ $word }” is no kind: write customer, integrator or vendor
import-wrong-domain = Write a domain of the organisation’s own, such as marlaix.fr
import-wrong-domain-taken = This domain belongs to “{ $word }”
import-wrong-name = Write the name of the person
import-wrong-email = Write an address, such as name@example.org
import-wrong-lang = “{ $word }” is no language: write fr or en
import-wrong-administrator = “{ $word }” is neither yes nor no
import-wrong-elsewhere = This address is of somebody of “{ $word }”
import-wrong-works-here = This address is of somebody of the team
import-empty = Paste the names of the columns and one line at least
import-malformed = Line { $line } cannot be read: is a quotation mark left open?
import-column = There is no column “{ $name }”
import-column-meant = There is no column “{ $name }”: did you mean “{ $meant }”?
import-column-missing = The column “{ $name }” is missing
import-too-long = The table is too long: import it in parts
import-col-line = Line
import-col-fate = Fate
import-col-says = What becomes of it
import-fate-taken = taken
import-fate-known = known
import-fate-refused = refused
import-apply = To write it: the same command with --apply.
import-no-letter = Nobody was invited. Who was named designated administrator is told by letter.

products-title = Products
products-lead = What vendors make, and the versions they maintain: only a maintained version can be escalated.
products-none = No product
products-none-more = Add the first one below.
products-no-version = No version.
products-name = Name of the product
products-enter = Add a product
products-enter-do = Add the product
products-version = Version
products-version-add = Add a version
products-version-add-do = Add the version
products-state = State
products-until = Last day of maintenance
products-maintained = Maintained
products-maintained-until = Maintained until { $day }
products-unmaintained = Not maintained
products-ended = Not maintained since { $day }

queues-title = Queues
queues-lead = Who works in which queue. A queue kept to its members is visible to nobody else, administrators included.
queues-members-only = Members only
queues-everybody = Seen by the whole team
queues-no-member = No member.
queues-leave = Take out
queues-join = Add
queues-join-who = Person to add to
queues-open = Open to the whole team
queues-close = Keep to its members

export-do = Export:
export-do-of = Export “{ $what }”:
export-rows = Rows
export-about = About
export-about-list = List
export-about-asked = Filters
export-about-everything = none: the whole list
export-about-zone = Time zone
export-about-made = Exported
export-about-rows = Number of rows
export-about-hash = SHA-256
export-about-proof = Check it
export-about-proof-how = The hash is that of the same list exported as CSV: as long as nothing has changed, the two agree.
export-list-queue = Queue of requests
export-list-history = History of the request
export-list-designated = Designated administrators
export-list-time = Time spent
export-asked-view = View
export-asked-text = Search
export-asked-ignored = Filters left aside
export-asked-first = From
export-asked-last = To
export-yes = yes
export-no = no
export-reference = Reference
export-subject = Subject
export-priority = Priority
export-confirmed = Priority confirmed
export-state = State
export-paused-for = Reason of the pause
export-organisation = Organisation
export-requester = Requester
export-queue = Queue
export-service = Service
export-contract = Contract
export-agent = Agent
export-clock = Promise
export-due = Deadline
export-clock-state = State of the promise
export-clock-running = running
export-clock-late = late
export-clock-paused = paused
export-clock-kept = kept
export-clock-missed = missed
export-clock-stopped = stopped
export-filed = Filed
export-rank = Rank
export-when = Date
export-by = By
export-about-whom = About
export-what = What was done
export-text = Text
export-visibility = Visibility
export-public = answer
export-internal = internal note
export-fired = Fired
export-level = Level
export-told = Told
export-caught-up = Sent late
export-answered-by = Acknowledged by
export-answered-at = Acknowledged
export-owed = Written
export-letter = Letter
export-to = Recipient
export-lang = Language
export-attempts = Attempts
export-next-try = Next attempt
export-sent = Sent
export-answer = Answer of the server
export-kind = Kind
export-domain = Domain of addresses
export-name = Name
export-email = Mail address
export-role = Role
export-account = Account
export-account-open = Account open
export-factor = Second factor
export-seen = Last signed in
export-designated = Designated administrator of
export-platform = Platform
export-environment = Environment
export-product = Product
export-version = Version
export-maintained = Maintained
export-maintained-until = Last day of maintenance
export-open = Open to requests
export-first-day = First day
export-last-day = Last day
export-support = Support included
export-prepaid = Prepaid help
export-time = Time
export-correction = Reason of the correction
export-members-only = Members only
export-member = Member
export-expected = What is expected
export-time-lead = The time noted with the messages of the organisation’s requests; a correction counts on the day it is made.

problem-rows = This list is too long for a workbook
problem-rows-what = An XLSX workbook has room for 1,048,575 rows and must be ready within 45 seconds; this list takes more.
problem-rows-do = Narrow the list with its filters, or export it as CSV, which has no such limit.

help-export = Export a list
help-export-1 = Below each list, “Export” gives all its rows, with the filters of the page: as CSV for other programs, as XLSX for a spreadsheet, up to 1,048,575 rows. What you cannot see is not in it.
help-export-2 = All text stays text, never a formula. In CSV, a text that could pass for a formula has an apostrophe before it, on each of its lines. The workbook says under “About” the filters, the time zone, the date, the number of rows and the SHA-256 hash of the same export as CSV.
## Following, opinions, prepaid hours, invitations
followers-title = Who follows this request
followers-none = Nobody but the requester.
followers-you = (you)
followers-add = Add somebody, by their address
followers-add-hint = Somebody of the organisation, or of the integrator that serves it, who has an account. They will read the whole request.
followers-add-do = Add
followers-remove = Take off
followers-leave = Follow no longer
followers-unknown = Nobody of the organisation has an account with this address: check it, or ask a designated administrator to invite them
followers-requester = This person filed the request and follows it already
followers-full = Fifty people follow the request already: take one off first
portal-done-followed = Done: they follow the request, and a letter tells them so.
portal-done-removed = They follow the request no longer.
portal-done-left = You follow this request no longer.
portal-done-rated = Your opinion is kept. Thank you.
event-follows = { $name } follows the request
event-follower-added = { $name } adds { $person } to those who follow the request
event-follows-no-more = { $name } follows the request no longer
event-follower-removed = { $name } takes { $person } off those who follow the request
event-rated = { $name } gives an opinion: “{ $level }”
opinion-title = Your opinion
opinion-lead = Only if you like: the answer changes nothing about the request. It is given once.
opinion-ask = What do you think of what was done?
opinion-content = Content
opinion-partly = More or less content
opinion-unhappy = Not content
opinion-comment = Would you like to add anything?
opinion-do = Give my opinion
opinion-thanks = Thank you. The people of the support read your opinion with the request.
opinion-no-level = Choose one of the three answers
opinion-given-before = Your opinion was given before: it is asked once, and stays as it is.
opinion-too-early = The request is not resolved: your opinion will be asked when it is.
ticket-opinion = The requester’s opinion
nav-satisfaction = Satisfaction
satisfaction-title = Satisfaction
satisfaction-lead = What requesters say of their resolved requests.
satisfaction-since = Since { $date }.
satisfaction-all = All queues
satisfaction-queues = By queue
satisfaction-organisations = By organisation
satisfaction-no-organisation = Without an organisation
satisfaction-recent = Last opinions
satisfaction-none = No opinion yet.
satisfaction-answers = { $count ->
    [0] no opinion
    [one] { $count } opinion
   *[other] { $count } opinions
}
satisfaction-shares = Content: { $content } · more or less: { $partly } · not content: { $unhappy }
nav-hours = Hours
date-month-year = { $month }{"\u00A0"}{ $year }
hours-title = Prepaid hours
hours-lead = What your organisation bought, what of it is spent, and on which requests.
hours-none = No contract of the organisation includes prepaid hours.
hours-bought = Bought
hours-spent = Spent
hours-left = { $amount } left
hours-over = Overspent: { $amount } more than was paid for
hours-less = −{ $amount }
hours-nothing = Nothing is spent.
hours-others = Requests that you do not see
hours-how = Time counts on the day on which it is noted, Paris time. A correction counts on the day on which it is made: a month that is over changes no more.
hours-detail = By month and by request
hours-short = { $left } left of { $bought }
hours-short-over = { $left } over { $bought }
hours-line = Prepaid hours: { $left } left of { $bought }
hours-line-until = Prepaid hours, until { $day }: { $left } left of { $bought }
hours-line-over = Prepaid hours: { $left } over { $bought }
hours-line-over-until = Prepaid hours, until { $day }: { $left } over { $bought }
members-invited = Invitations not taken up yet
members-invited-lead = People move to the list above as soon as they have chosen a password.
members-invited-at = Invitation sent { $at }
members-invite-again = Send again
members-withdraw = Take the invitation back
members-done-invited = The invitation has left. They will be in the list once they have chosen a password.
members-done-withdrawn = The invitation is taken back: its link opens nothing any more.
letter-kind-followed-answer = Answer to a follower
letter-kind-follower-added = Request to follow
letter-kind-customer-warned = Deadline, to the customer’s administrators
letter-kind-customer-settled = Settled or reopened by the customer
letter-kind-designation = Designated administrator
letter-kind-asked-elsewhere = Invitation from elsewhere
letter-rate = Give my opinion
letter-leave = Follow no longer
letter-open-people = See the people
letter-open-portal = Open my requests
letter-followed-eyebrow = Answer to the request { $reference }
letter-followed-heading = { $author } has answered { $requester }
letter-followed-resolved = The request of { $requester } is resolved
letter-why-follower = You receive this message because you follow the request { $reference } ({ $site }). “Follow no longer”, on its page, ends that.
letter-follower-eyebrow = Request { $reference }, filed by { $requester }
letter-follower-heading = { $by } adds you to a request
letter-follower-body = You can read it and write on it from your account. The answers of the support will reach you, too.
letter-follower-leave = If it does not concern you, choose “Follow no longer” on its page: nothing more will be sent to you.
letter-settled-eyebrow = Request settled by the customer
letter-settled-heading = { $by } says that it is settled
letter-settled-body = The request { $reference } is resolved and its clocks have stopped. You need do nothing.
letter-reopened-eyebrow = Request reopened by the customer
letter-reopened-heading = { $by } reopens the request
letter-reopened-body = For the customer, the request { $reference } is not settled: it goes on, and so do its clocks.
letter-warned-eyebrow = Promise of the contract
letter-warned-soon = A deadline comes near ({ $clock }): { $amount } left
letter-warned-late = A deadline was not kept: { $clock }
letter-warned-body = The contract provides that you are told. The page of the request says where it stands and why the deadline falls at that instant.
letter-why-warned = You receive this message because you are a designated administrator of { $organisation } and the contract’s escalation ladder tells you.
letter-designation-title = Designated administrator, { $site }
letter-designation-eyebrow = Designated administrators
letter-designation-heading = Designated administrators
letter-designation-whole = all of the organisation
letter-designation-platform = the platform “{ $platform }”
letter-designation-by-desk = the support
letter-designation-own-heading = You are a designated administrator of { $organisation }
letter-designation-own-body = Decided by { $by } on { $when }, for { $scope }.
letter-designation-own-ended-heading = You are no longer a designated administrator of { $organisation }
letter-designation-own-ended-body = Decided by { $by } on { $when }, for { $scope }.
letter-designation-other-heading = { $name } is a designated administrator of { $organisation }
letter-designation-other-body = Decided by { $by } on { $when }, for { $scope }.
letter-designation-other-ended-heading = { $name } is no longer a designated administrator of { $organisation }
letter-designation-other-ended-body = Decided by { $by } on { $when }, for { $scope }.
letter-designation-means-whole = From your account you see all requests of the organisation, invite colleagues and designate other administrators. You will be told of what concerns your platforms.
letter-designation-means-platform = From your account you see all requests of this platform, and you will be told of what concerns it.
letter-designation-means-ended = Your own requests, and those that you follow, stay in your account.
letter-designation-wrong = If this was not meant, a designated administrator of the organisation can change it, and so can the support.
letter-why-designation = You receive this message because it changes what you can do for { $organisation }.
letter-elsewhere-title = An invitation to your address, { $site }
letter-elsewhere-eyebrow = Invitation
letter-elsewhere-heading = Somebody meant to open an account for you
letter-elsewhere-body = { $by }, of { $organisation }, invited you. Your address has an account here already, or is of another organisation: nothing changes for you, and { $by } does not know it.
letter-elsewhere-do = If you have changed organisations, write to the support, who will decide with you. Otherwise you need do nothing.
letter-elsewhere-write = Write to the support
letter-why-elsewhere = You receive this message because { $by } gave your address ({ $site }).

## Doors of the demonstration
demo-doors = Enter the demonstration
demo-doors-lead = Each link signs in; the last one chosen takes the place of the one before.
demo-door-agent = Agent: Camille
demo-door-supervisor = Supervisor: Alix
demo-door-administrator = Administrator of the support: Dominique
demo-door-requester = Requester: Maud Lestienne, Fonderies Marlaix
demo-door-designated-administrator = Designated administrator: Hélène Courtois, Fonderies Marlaix
demo-door-integrator = Integrator: Yanis Corbel, Intégrale Conseil, who serves two customers
