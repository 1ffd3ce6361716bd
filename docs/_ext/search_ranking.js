/**
 * Rank pages by how many of the words asked for they have, rare words counting more, and words of titles most. What
 * comes with Sphinx wants every word on the page, so that a question in a sentence finds nothing.
 */
(() => {
  const IN_TEXT = 1;
  const IN_HEADING = 1.5;
  const IN_TITLE = 4;
  /** Pages of lists, and the reference, stand behind pages that answer. */
  const OF_LISTS = 0.4;
  const OF_REFERENCE = 0.75;
  const OF_NAMES = 0.5;
  /** Where a result of Sphinx has its score. */
  const SCORE = 4;
  /** What people ask for, and what pages call it. */
  const CALLED = [
    ["excel", "workbook spreadsheet 工作簿 表格"],
    ["导出", "存为表格"],
    ["材料", "写给领导 测算报告"],
    ["汇报材料", "brief"],
    ["画图", "汇报用图 画图"],
    ["通报", "季度通报"],
    ["进度", "跟踪进度"],
    ["滞后", "跟踪进度"],
    ["progress", "track figures"],
    ["新县", "另一个县"],
    ["我们县", "另一个县"],
    ["本县", "另一个县"],
    ["多快", "达到目标所需增速"],
    ["情景文件", "scenario scenarios files keys toml json"],
    ["情景表", "情景比较"],
    ["左右", "用语"],
    ["以上", "用语"],
    ["准不准", "回溯检验"],
    ["可靠", "数据局限"],
    ["物价", "给出物价"],
    ["报错", "报错信息"],
    ["年鉴", "官方数据表"],
    ["养老金", "一项措施作用"],
    ["inflation", "prices"],
    ["预测", "测算"],
    ["多少才够", "达到目标所需增速"],
    ["城乡差距", "城乡居民收入比"],
    ["指标分解", "目标分解 下发"],
    ["不装", "不安装也能用"],
    ["泄密", "安全 外传"],
    ["保密", "安全 外传"],
    ["privacy", "security never sent"],
    ["离线", "内网安装"],
    ["offline", "closed network"],
    ["完不成", "跟踪进度"],
    ["脱贫户", "脱贫人口"],
    ["市里", "另一个县"],
    ["基尼", "收入不平等"],
    ["gini", "inequality"],
    ["summary", "brief"],
    ["pandas", "frames"],
    ["dataframe", "frames"],
  ];
  /** What a word that stands for another counts. */
  const MEANT = 0.8;
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

  /** The words asked for with what each counts, and the words that stand for them. */
  const weighed = (searchTerms, query) => {
    const stemmer = new Stemmer();
    const meant = CALLED.filter(([word]) => query.includes(word)).flatMap(([, words]) => splitQuery(words));
    const weights = new Map(meant.map((word) => [stemmer.stemWord(word), MEANT]));
    for (const word of searchTerms) weights.set(word, 1);
    return weights;
  };

  const kind = (docname) => {
    if (/(^|\/)(index|gallery)$|^decisions$|keys$/.test(docname)) return OF_LISTS;
    return docname.startsWith("reference/") ? OF_REFERENCE : 1;
  };

  const parsed = Search._parseQuery;
  let asked = "";
  Search._parseQuery = (query) => {
    asked = query;
    return parsed(query);
  };

  const objects = Search.performObjectSearch;
  /** A name of Python comes first where it is written as one; a plain word asks for a page. */
  Search.performObjectSearch = (object, terms) => {
    const part = /[_.(]|[a-z][A-Z]/.test(asked) ? 1 : OF_NAMES;
    return objects(object, terms).map((result) => result.map((one, at) => (at === SCORE ? one * part : one)));
  };

  Search.performTermsSearch = (searchTerms, excludedTerms) => {
    const { terms, titleterms, docnames, filenames, titles } = Search._index;
    const { lengths, inTitle, average } = pages();
    const scores = new Map();
    let most = 0;
    for (const [word, weight] of weighed(searchTerms, asked.toLowerCase())) {
      const [text, heading] = [found(terms, word), found(titleterms, word)];
      const files = new Set([...text.files, ...heading.files]);
      const rarity = weight * Math.log(1 + titles.length / (files.size || titles.length));
      most += rarity * IN_TITLE;
      for (const file of files) {
        const spread = 0.5 + (0.5 * lengths[file]) / average;
        const inText = (IN_TEXT * text.part || IN_TEXT * heading.part) / Math.sqrt(spread);
        const inHeading = heading.files.includes(file) ? (IN_HEADING * heading.part) / Math.sqrt(spread) : 0;
        const title = inTitle[file].has(word) || (word.length === 1 && titles[file].includes(word)) ? IN_TITLE : 0;
        scores.set(file, (scores.get(file) ?? 0) + rarity * kind(docnames[file]) * (inText + inHeading + title));
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
