/// Articles with the class that somebody gave each of them.
package struct LabelledArticles: Sendable {
    package var articles: [ListedArticle] = []
    /// Class of each article.
    package var labels: [String] = []

    package init() {}

    package mutating func add(_ article: ListedArticle, label: String) {
        articles.append(article)
        labels.append(label)
    }
}
