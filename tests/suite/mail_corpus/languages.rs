//! What programs for mail say, by language.

/// The words of a language.
#[derive(Clone, Copy, Debug)]
pub struct Language {
    pub code: &'static str,
    /// What is new.
    pub new: &'static str,
    /// What is quoted.
    pub old: &'static str,
    /// A second sentence that is quoted.
    pub old_too: &'static str,
    /// The line above a quote, on one line.
    pub wrote: &'static str,
    /// The names of headers: who, when, for whom, about what.
    pub headers: [&'static str; 4],
    /// What stands between dashes above an answered letter.
    pub original: &'static str,
    /// What stands between dashes above a letter that is passed on.
    pub forwarded: &'static str,
    /// What Apple writes above a letter that is passed on.
    pub begin: &'static str,
    /// What a telephone adds.
    pub mobile: &'static str,
    /// How the subject of an absence begins.
    pub away: &'static str,
}

pub const LANGUAGES: [Language; 6] = [
    Language {
        code: "fr",
        new: "Merci, cela fonctionne à présent.",
        old: "Pouvez-vous redémarrer l'imprimante ?",
        old_too: "Dites-nous aussi son modèle.",
        wrote: "Le mardi 3 mars 2026 à 10:15, Support <support@desk.example> a écrit :",
        headers: ["De", "Envoyé", "À", "Objet"],
        original: "Message d'origine",
        forwarded: "Message transféré",
        begin: "Début du message transféré :",
        mobile: "Envoyé de mon iPhone",
        away: "Réponse automatique : ",
    },
    Language {
        code: "en",
        new: "Thanks, it works now.",
        old: "Could you restart the printer?",
        old_too: "Tell us its model, too.",
        wrote: "On Tue, 3 Mar 2026 at 10:15, Support <support@desk.example> wrote:",
        headers: ["From", "Sent", "To", "Subject"],
        original: "Original Message",
        forwarded: "Forwarded message",
        begin: "Begin forwarded message:",
        mobile: "Sent from my iPhone",
        away: "Automatic reply: ",
    },
    Language {
        code: "de",
        new: "Danke, jetzt geht es für alle.",
        old: "Können Sie den Drucker neu starten?",
        old_too: "Nennen Sie uns auch das Modell.",
        wrote: "Am 03.03.2026 um 10:15 schrieb Support <support@desk.example>:",
        headers: ["Von", "Gesendet", "An", "Betreff"],
        original: "Ursprüngliche Nachricht",
        forwarded: "Weitergeleitete Nachricht",
        begin: "Anfang der weitergeleiteten Nachricht:",
        mobile: "Von meinem iPhone gesendet",
        away: "Automatische Antwort: ",
    },
    Language {
        code: "es",
        new: "Gracias, ya funciona mañana y tarde.",
        old: "¿Puede reiniciar la impresora?",
        old_too: "Díganos también el modelo.",
        wrote: "El mar, 3 mar 2026 a las 10:15, Support (<support@desk.example>) escribió:",
        headers: ["De", "Enviado", "Para", "Asunto"],
        original: "Mensaje original",
        forwarded: "Mensaje reenviado",
        begin: "Inicio del mensaje reenviado:",
        mobile: "Enviado desde mi iPhone",
        away: "Respuesta automática: ",
    },
    Language {
        code: "it",
        new: "Grazie, ora è a posto.",
        old: "Può riavviare la stampante?",
        old_too: "Ci dica anche il modello.",
        wrote: "Il giorno mar 3 mar 2026 alle ore 10:15 Support <support@desk.example> ha scritto:",
        headers: ["Da", "Inviato", "A", "Oggetto"],
        original: "Messaggio originale",
        forwarded: "Messaggio inoltrato",
        begin: "Inizio messaggio inoltrato:",
        mobile: "Inviato da iPhone",
        away: "Risposta automatica: ",
    },
    Language {
        code: "nl",
        new: "Bedankt, het werkt nu weer.",
        old: "Kunt u de printer opnieuw starten?",
        old_too: "Vertel ons ook het model.",
        wrote: "Op di 3 mrt 2026 om 10:15 schreef Support <support@desk.example>:",
        headers: ["Van", "Verzonden", "Aan", "Onderwerp"],
        original: "Oorspronkelijk bericht",
        forwarded: "Doorgestuurd bericht",
        begin: "Begin forwarded message:",
        mobile: "Verstuurd vanaf mijn iPhone",
        away: "Automatisch antwoord: ",
    },
];

impl Language {
    /// The headers of the letter that is answered, as lines.
    pub fn header_lines(&self, before: &str, after: &str) -> String {
        let [from, sent, to, subject] = self.headers;
        format!(
            "{before}{from}{after} Support <support@desk.example>\n\
             {before}{sent}{after} mardi 3 mars 2026 10:15\n\
             {before}{to}{after} Jeanne Martin <jeanne@client.example>\n\
             {before}{subject}{after} Imprimante\n"
        )
    }

    /// The same as HTML.
    pub fn header_html(&self) -> String {
        let [from, sent, to, subject] = self.headers;
        format!(
            "<b>{from}:</b> Support &lt;support@desk.example&gt;<br>\n<b>{sent}:</b> mardi 3 mars 2026 10:15<br>\n\
             <b>{to}:</b> Jeanne Martin<br>\n<b>{subject}:</b> Imprimante"
        )
    }

    /// The line above a quote, as HTML.
    pub fn wrote_html(&self) -> String {
        self.wrote.replace('<', "&lt;").replace('>', "&gt;")
    }
}
