/**
 * Rank pages by how many of the words asked for they have, rare words counting more, and words of titles most. What
 * comes with Sphinx wants every word on the page, so that a question in a sentence finds nothing.
 */
(() => {
  const IN_TEXT = 1;
  const IN_HEADING = 1.5;
  const IN_TITLE = 4;
  /** A word that only begins as the one asked for. */
  const BEGINNING = 0.5;
  /** Part of the best page's score that a page must have to be shown. */
  const LEAST = 0.3;

  let known;

  /** How many words a page has, and which stand in its title. */
  const pages = () => {
    if (known?.index === Search._index) return known;
    const { terms, titleterms, titles } = Search._index;
    const lengths = titles.map(() => 1);
    for (const held of [terms, titleterms])
      for (const files of Object.values(held)) for (const file of [files].flat()) lengths[file] += 1;
    const stemmer = new Stemmer();
    const inTitle = titles.map(
      (title) => new Set(splitQuery(title.toLowerCase()).map((word) => stemmer.stemWord(word))),
    );
    const average = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
    known = { index: Search._index, lengths, inTitle, average };
    return known;
  };

  /** The pages of a word; where no page has it, of words that begin with it, or hold it if it is one character. */
  const found = (held, word) => {
    if (Object.hasOwn(held, word)) return { files: [held[word]].flat(), part: 1 };
    const alone = word.length === 1;
    if (word.length < 3 && !(alone && word > "\u2fff")) return { files: [], part: 0 };
    const alike = Object.keys(held).filter((term) => (alone ? term.includes(word) : term.startsWith(word)));
    return { files: [...new Set(alike.flatMap((term) => held[term]))], part: BEGINNING };
  };

  Search.performTermsSearch = (searchTerms, excludedTerms) => {
    const { terms, titleterms, docnames, filenames, titles } = Search._index;
    const { lengths, inTitle, average } = pages();
    const scores = new Map();
    let most = 0;
    for (const word of searchTerms) {
      const [text, heading] = [found(terms, word), found(titleterms, word)];
      const files = new Set([...text.files, ...heading.files]);
      const rarity = Math.log(1 + titles.length / (files.size || titles.length));
      most += rarity * IN_TITLE;
      for (const file of files) {
        const spread = 0.5 + (0.5 * lengths[file]) / average;
        const inText = (IN_TEXT * text.part || IN_TEXT * heading.part) / Math.sqrt(spread);
        const inHeading = heading.files.includes(file) ? (IN_HEADING * heading.part) / Math.sqrt(spread) : 0;
        const title = inTitle[file].has(word) || (word.length === 1 && titles[file].includes(word)) ? IN_TITLE : 0;
        scores.set(file, (scores.get(file) ?? 0) + rarity * (inText + inHeading + title));
      }
    }
    for (const word of excludedTerms)
      for (const held of [terms, titleterms]) for (const file of found(held, word).files) scores.delete(file);
    const best = Math.max(...scores.values());
    return [...scores]
      .filter(([, score]) => score >= LEAST * best)
      .map(([file, score]) => [
        docnames[file],
        titles[file],
        "",
        null,
        (Scorer.title * score) / most,
        filenames[file],
        SearchResultKind.text,
      ]);
  };
})();
