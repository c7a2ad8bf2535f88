enum ArticleFuzzPlaceholder {}
