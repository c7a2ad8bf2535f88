internal import BroadsheetResources

/// What the analysers of this program do, as bytes: two programs with the same bytes make the same
/// terms and sketches of a text.
///
/// The bytes hold the version below, the stop lists, and what every analyser makes of a few lines
/// in many scripts, so that another Snowball, another Unicode or another rule is noticed even when
/// nobody counted the version up.
package enum AnalysisIdentity {
    /// To be counted up with every change of what a text's terms, language or sketch are.
    static let version: UInt8 = 1

    /// The bytes, the same in every run of one program.
    package static let bytes: [UInt8] = {
        var bytes: [UInt8] = [version]
        for path in EmbeddedFile.paths where path.hasPrefix("stopwords/") {
            append(Array(path.utf8), to: &bytes)
            append(EmbeddedFile.bytes(path) ?? [], to: &bytes)
        }
        let analyzers =
            Analyzer.fixed
            + LanguageRules.all.compactMap { Language(tag: $0.code.isEmpty ? "qaa" : $0.code) }
            .map { .language($0) }
        var sketcher = ShingleSketcher()
        for analyzer in analyzers {
            append(Array("\(analyzer) \(analyzer.slot)".utf8), to: &bytes)
            for term in terms(of: analyzer) { append(term, to: &bytes) }
            for code in sketcher.sketch(of: probe, for: analyzer).codes {
                bytes += [UInt8(truncatingIfNeeded: code), UInt8(truncatingIfNeeded: code >> 8)]
            }
        }
        for line in probe.split(separator: "\n") {
            let guess = LanguageGuess(of: DocumentText(body: String(line)))
            append(Array("\(guess.language?.code ?? "") \(guess.confidence)".utf8), to: &bytes)
        }
        return bytes
    }()

    /// The terms of the lines below with their counts.
    private static func terms(of analyzer: Analyzer) -> [[UInt8]] {
        var documents = DocumentAnalyzer()
        let terms = documents.analyze(probe, with: analyzer)
        return terms.map {
            Array(documents.lexicon.terms[$0.term]) + [UInt8(truncatingIfNeeded: $0.frequency)]
        }
    }

    /// Appends the length, lowest byte first, and the bytes of a text.
    private static func append(_ text: [UInt8], to bytes: inout [UInt8]) {
        for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: text.count >> shift)) }
        bytes += text
    }

    private static let probe = """
        Today's leaders' relations, sanctioned by the U.S. and NATO-led states: 1,000.5 covid-19 naïve
        Die Häuser der größten Städte wurden gestern für Übungen geöffnet, sagte Müllers Straße
        L'eau qu'il n'avait jusqu'aujourd'hui pas été donnée aux élèves français des collèges
        Los niños españoles habían corrido rápidamente por las montañas de los años pasados
        Dell'acqua c'è sull'isola, perché gli uomini italiani lavoravano nell'università
        De regeringen foto's van de auto's en de kinderen die gisteren in één huis speelden
        As informações dos coraçõezinhos não estavam disponíveis às organizações portuguesas
        Regeringens åtgärder för skolorna i EU:s städer; flickorna och pojkarna är glada
        Regeringen sagde at børnene på skolerne ikke måtte spise æblerne uden tilladelse
        Hallituksen EU:n päätöksistä keskusteltiin kaupungeissa, sanoivat opettajatkin
        Правительство объявило о новых санкциях, ещё не вступивших в силу сегодня утром
        A kormány tegnap bejelentette az új szabályokat a városokban élő gyerekeknek
        Türkiye'nin İstanbul'da IŞIK evlerinde çocukların kitapları okunuyordu
        Οι κυβερνήσεις των χωρών ανακοίνωσαν σήμερα τις νέες αποφάσεις της Ευρώπης
        أعلنت الحكومة اليوم عن القوانين الجديدة للمدارس والجامعات في المدينة
        הממשלה הודיעה היום על החוקים החדשים בבתי הספר בעיר
        सरकार ने आज शहरों के विद्यालयों के लिए नए नियमों की घोषणा की
        தமிழ்நாட்டின் பள்ளிகளில் புதிய விதிகள் இன்று அறிவிக்கப்பட்டன
        中国政府今天宣布了新的规定。東京で新しい法律が発表されました。서울에서 새로운 규칙이 발표되었다
        รัฐบาลประกาศกฎใหม่วันนี้ Guvernul a anunțat reguli noi în școlile orașului
        """
}
