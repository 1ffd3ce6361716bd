// @ts-check
/** Keep what a page holds over a reload, and till its file is opened again, as far as the browser lets it. */

/**
 * @param {string} family What the names of all pages of one plan begin with.
 * @param {string} own What tells this page from those made earlier or later.
 */
export function newMemory(family, own) {
  const key = family + own;
  // what this tab has kept comes first: another tab of the same file goes its own way
  const stores = [() => sessionStorage, () => localStorage];

  /** @param {Storage} store @param {string} text */
  function put(store, text) {
    try {
      store.setItem(key, text);
    } catch {
      // a store that is full gives up what pages of the same plan kept that were made before
      const others = Object.keys(store).filter((name) => name.startsWith(family) && name !== key);
      for (const name of others) store.removeItem(name);
      store.setItem(key, text);
    }
  }

  return {
    /** @returns {any} */
    recalled() {
      for (const store of stores) {
        try {
          const value = JSON.parse(store().getItem(key) ?? "null");
          if (value) return value;
        } catch {
          // a closed store, or what another program has put there
        }
      }
      return null;
    },
    /** @param {unknown} value */
    keep(value) {
      const text = JSON.stringify(value);
      for (const store of stores) {
        try {
          put(store(), text);
        } catch {
          // a full or closed store loses the history of a reload, nothing else
        }
      }
    },
  };
}
