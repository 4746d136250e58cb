-- What is made of the tables once their rows are there: what can only be known then, indexes, the full-text
-- index and views.

-- The number again where the database has that article, so that a citation can be followed.
ALTER TABLE citations ADD COLUMN held INTEGER REFERENCES articles (id);
UPDATE citations SET held = cited WHERE cited IN (SELECT id FROM articles);

-- The other sections of an article in one text: the full-text index finds all that an article says.
ALTER TABLE articles ADD COLUMN other_sections TEXT;
UPDATE articles
SET other_sections = (
    SELECT group_concat(heading || char(10) || text, char(10) || char(10))
    FROM (SELECT heading, text FROM other_sections WHERE article = articles.id ORDER BY position)
)
WHERE id IN (SELECT article FROM other_sections);

CREATE INDEX articles_by_modified ON articles (modified);
CREATE INDEX articles_by_product ON articles (product, modified);
CREATE INDEX articles_by_type ON articles (article_type);
CREATE INDEX applies_to_by_product ON applies_to (product);
CREATE INDEX hosts_by_product ON hosts (product);
CREATE INDEX keywords_by_keyword ON keywords (keyword COLLATE NOCASE);
CREATE INDEX fix_files_by_name ON fix_files (name COLLATE NOCASE, version_key, date);
CREATE INDEX fixed_in_by_release ON fixed_in (release);
CREATE INDEX citations_by_cited ON citations (cited);
CREATE INDEX citations_by_held ON citations (held);
CREATE INDEX error_codes_by_code ON error_codes (code COLLATE NOCASE);
CREATE INDEX errors_by_number ON errors (number, kind);

-- SELECT id, title FROM articles WHERE id IN (SELECT rowid FROM articles_fts('memory leak'));
CREATE VIRTUAL TABLE articles_fts USING fts5(
    title, summary, symptoms, cause, resolution, workaround, status, more_information, references_text, body,
    other_sections,
    content="articles", content_rowid="id", tokenize="porter unicode61"
);
INSERT INTO articles_fts (articles_fts) VALUES ('rebuild');

-- Each fixed file with its articles, the oldest version first.
CREATE VIEW fix_file_versions AS
SELECT lower(f.name) AS file, f.version, f.architecture, f.platform, f.date, f.time, f.size, f.article,
    a.title, a.modified, f.version_key
FROM fix_files AS f JOIN articles AS a ON a.id = f.article
ORDER BY f.name COLLATE NOCASE, f.version_key, f.date, f.article;

-- Articles whose problem a release corrects.
CREATE VIEW articles_fixed_in AS
SELECT r.release, r.article, a.title, a.product, a.modified
FROM fixed_in AS r JOIN articles AS a ON a.id = r.article
ORDER BY r.release, r.article;

CREATE VIEW most_cited AS
SELECT c.held AS article, count(DISTINCT c.article) AS cited_by, a.title
FROM citations AS c JOIN articles AS a ON a.id = c.held
GROUP BY c.held
ORDER BY cited_by DESC, c.held;

-- Numbers that articles refer to and that this database has no article for.
CREATE VIEW cited_not_held AS
SELECT cited, count(DISTINCT article) AS cited_by
FROM citations
WHERE held IS NULL
GROUP BY cited
ORDER BY cited_by DESC, cited;

CREATE VIEW articles_by_product_and_year AS
SELECT product, CAST(substr(modified, 1, 4) AS INTEGER) AS year, count(*) AS articles
FROM articles
GROUP BY product, year
ORDER BY product, year;

-- Articles by the error that they are about.
CREATE VIEW articles_by_error AS
SELECT e.kind, e.number, e.text, e.source, e.article, a.title, a.product
FROM errors AS e JOIN articles AS a ON a.id = e.article
ORDER BY e.kind, e.number, e.article;

PRAGMA user_version = 1;
COMMIT;
ANALYZE;
