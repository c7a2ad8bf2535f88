/// What newspaper pages say around an article, in one table: English, German, French, Spanish.
///
/// Phrases are compared with ``PagePhrases/folded(_:)`` lines: lower case, straight quotes, one
/// space between words, no punctuation at the end.
enum PagePhrases {
    /// Beginnings of lines that introduce the original of a syndicated excerpt; its name follows.
    static let continuations = [
        "continue reading this article at", "continue reading at", "read the full article at",
        "read the full story at", "read more at", "originally published at",
        "originally published on", "this article was originally published on",
        "weiterlesen bei", "den ganzen artikel lesen bei", "zuerst erschienen bei",
        "lire la suite sur", "lire l'article complet sur", "seguir leyendo en",
        "leer el artículo completo en",
    ]

    /// Headings of boxes and forms. Nothing below them is text of the article unless a whole
    /// paragraph of prose follows.
    static let headings: Set<String> = [
        // English
        "about the author", "advertisement", "also read", "comments", "continue reading",
        "editor's picks", "editors' picks", "follow us", "follow us on", "join the conversation",
        "join the discussion", "keep reading", "latest articles", "latest news", "latest posts",
        "latest stories", "leave a comment", "leave a reply", "load more", "more for you",
        "more from author", "more from this section", "more like this", "more news",
        "more stories", "more to explore", "most popular", "most read", "most viewed",
        "must read", "newsletter", "next article", "popular articles", "popular posts",
        "post navigation", "previous article", "read also", "read more", "read next",
        "recent posts", "recommended", "recommended articles", "recommended for you",
        "related articles", "related content", "related news", "related posts",
        "related stories", "related topics", "see also", "share this", "share this article",
        "share this story", "sponsored", "sponsored content", "stay connected", "subscribe",
        "subscribe to our newsletter", "tags", "top stories", "trending", "trending now",
        "you may also like", "you might also like", "what to read next",
        // German
        "ähnliche artikel", "anzeige", "auch interessant", "das könnte sie auch interessieren",
        "folgen sie uns", "kommentare", "kommentar schreiben", "lesen sie auch", "mehr zum thema",
        "meistgelesen", "neueste artikel", "schreiben sie einen kommentar", "teilen", "werbung",
        "weitere artikel", "zum thema",
        // French
        "à lire aussi", "articles similaires", "articles récents", "commentaires",
        "derniers articles", "laisser un commentaire", "lire aussi", "les plus lus", "partager",
        "publicité", "sur le même sujet", "suivez-nous", "vous aimerez aussi",
        // Spanish
        "artículos relacionados", "comentarios", "compartir", "deja un comentario",
        "deja una respuesta", "lee también", "lo más leído", "más noticias",
        "noticias relacionadas",
        "publicidad", "síguenos", "también te puede interesar", "últimas noticias",
        "últimos artículos",
    ]

    /// Those headings that stand below an article only.
    static let ends: Set<String> = [
        "comments", "join the conversation", "join the discussion", "latest articles",
        "latest posts", "leave a comment", "leave a reply", "more from author",
        "more from this section", "next article", "post navigation", "previous article",
        "related articles", "related posts", "stay connected", "kommentare",
        "kommentar schreiben", "neueste artikel", "schreiben sie einen kommentar", "commentaires",
        "derniers articles", "laisser un commentaire", "comentarios", "deja un comentario",
        "deja una respuesta", "últimos artículos",
    ]

    /// Lines that are dropped wherever they stand.
    static let lines: Set<String> = [
        // Forms
        "captcha verification failed", "captcha user score failed. please contact us",
        "cancel reply", "log in", "log in to leave a comment", "login", "my account",
        "please enter an answer in digits", "please enter your comment", "please enter your email",
        "please enter your email address here", "please enter your name here", "post comment",
        "register", "save my name, email, and website in this browser for the next time i comment",
        "search", "sign in", "sign up", "submit", "you have entered an incorrect email address",
        "your email address will not be published", "required fields are marked",
        "your email address will not be published. required fields are marked",
        "anmelden", "ihre e-mail-adresse wird nicht veröffentlicht", "suche",
        "se connecter", "votre adresse e-mail ne sera pas publiée", "rechercher",
        "iniciar sesión", "tu dirección de correo electrónico no será publicada", "buscar",
        // Navigation
        "back to top", "breadcrumbs", "close", "home", "menu", "next", "previous",
        "skip to content",
        "skip to main content", "view all", "see all", "startseite", "zum inhalt springen",
        "accueil", "aller au contenu", "inicio", "saltar al contenido",
        // Sharing
        "copy link", "copy url", "e-mail", "email", "facebook", "flipboard", "instagram", "like",
        "linkedin", "mastodon", "pinterest", "print", "reddit", "rss", "save", "share",
        "share on facebook", "share on twitter", "share on x", "telegram", "threads", "tiktok",
        "tumblr", "tweet", "twitter", "viber", "vk", "whatsapp", "x", "youtube", "bluesky",
        "drucken", "imprimer", "imprimir", "enviar",
        // Advertisements
        "ad", "ads", "advertisements", "advertising", "article continues after advertisement",
        "article continues below", "promoted", "scroll to continue", "story continues below",
        "story continues below advertisement",
        // Legal
        "all rights reserved", "cookie policy", "cookie settings", "privacy policy",
        "terms of service", "terms of use", "datenschutz", "impressum", "mentions légales",
        "política de privacidad",
    ]

    /// First words of a breadcrumb.
    static let homes = ["home", "startseite", "start", "accueil", "inicio", "homepage"]

    /// Characters between the parts of a breadcrumb.
    static let crumbSeparators: Set<Character> = ["›", "»", ">", "/", "→", "|", "·", "•", "❯"]

    /// First words of a byline.
    static let bylines = ["by ", "von ", "par ", "por "]

    /// First words of a line that dates the article.
    static let datelines = [
        "published on", "published", "posted on", "posted", "last updated", "updated on", "updated",
        "date", "veröffentlicht am", "publié le", "publicado el",
    ]

    /// No phrase, with what may follow it, is longer, in bytes.
    private static let byteLimit = 300

    /// What a line is on a page.
    enum Role: Equatable {
        /// A line of the article, as far as phrases tell.
        case text
        /// Furniture by itself.
        case furniture
        /// The heading of a box; `endsPage` when nothing below it belongs to the article.
        case heading(endsPage: Bool)
        /// "Continue reading this article at", and what follows on the same line.
        case continuation(source: String)
    }

    /// What the phrases tell of a line.
    static func role(of line: String) -> Role {
        guard line.utf8.count <= byteLimit else { return .text }
        let folded = folded(line)
        if let source = continuation(line, folded: folded) { return .continuation(source: source) }
        if headings.contains(folded) { return .heading(endsPage: ends.contains(folded)) }
        let isFurniture =
            lines.contains(folded) || isAdvertisement(folded) || isReadingTime(folded)
        return isFurniture ? .furniture : .text
    }

    /// What follows a phrase such as "Continue reading this article at"; nil without one.
    private static func continuation(_ line: String, folded: String) -> String? {
        for phrase in continuations where folded.hasPrefix(phrase) {
            let rest = TextLine.collapsed(line).dropFirst(phrase.count)
            guard let next = rest.first else { return "" }
            guard !next.isLetter, rest.count <= 80 else { continue }
            return TextLine.trimmed(rest.drop { !$0.isLetter && !$0.isNumber })
        }
        return nil
    }

    /// A line in the form in which phrases are compared.
    static func folded(_ line: String) -> String {
        var scalars = Breadcrumb.fold(TextLine.collapsed(line))
        while let last = scalars.last, endMarks.contains(last), scalars.count > 1 {
            scalars.removeLast()
        }
        return text(scalars)
    }

    /// What may stand at the end of a phrase.
    private static let endMarks: Set<Unicode.Scalar> = [
        ".", ":", "!", "?", "…", "\"", "›", ">", "→", "*", " ",
    ]

    private static func text(_ scalars: [Unicode.Scalar]) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    /// "AlphaDog Hosting Ad": a few words, the last of which says what it is.
    private static func isAdvertisement(_ folded: String) -> Bool {
        let words = folded.split(separator: " ")
        guard (2...6).contains(words.count), let last = words.last else { return false }
        return ["ad", "ads", "advertisement", "anzeige", "publicité", "publicidad"].contains(last)
    }

    private static func isReadingTime(_ folded: String) -> Bool {
        let words = folded.split(separator: " ")
        guard words.count <= 4, let first = words.first, Int(first) != nil else { return false }
        return folded.hasSuffix("min read") || folded.hasSuffix("minute read")
            || folded.hasSuffix("minutes read") || folded.hasSuffix("views")
            || folded.hasSuffix("comments") || folded.hasSuffix("shares")
    }
}
