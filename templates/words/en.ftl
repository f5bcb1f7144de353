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
amount-days = { $days }{"\u00A0"}d
amount-days-hours = { $days }{"\u00A0"}d { $hours }{"\u00A0"}h
amount-business = { $amount } of opening time
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
demo-by-opening = to opening time
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
sign-in-lost = Password lost, or no account yet? Ask the person who administers Guichet with you for a link.
sign-in-no-address = Enter your email address, like name@example.com
sign-in-no-password = Enter your password
sign-in-wrong = Check the address and the password: they do not belong together
sign-in-too-many = Too many attempts. Try again { $again }

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
letter-target = { $amount } (contract { $contract })
letter-target-clause = { $amount } (contract { $contract }, { $clause })
letter-promised = Time promised: { $target }.
letter-counted-from = Support is closed at the moment: the time counts from { $when }.
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
letter-acknowledge-means = Saying so stops the reminders of this deadline; the time itself goes on.
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
letter-late-acknowledge = Taking in charge is { $amount } late
letter-late-respond = The answer is { $amount } late
letter-late-update = The news promised to the requester is { $amount } late
letter-late-resolve = The resolution is { $amount } late
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
letter-why-escalated = You receive this message because the escalation ladder of the contract { $contract } tells, at level { $level } ({ $when }): { $recipients }.
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
