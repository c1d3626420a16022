// What is said beside the results: how many, what was searched in place of what was typed, what
// is nowhere and what is near it, and what is wrong when there is no answer.
(function (search) {
  'use strict';
  if (!search) return;
  var say = search.say;
  var message = search.message;

  function line(className, text) {
    var paragraph = search.element('p', className, text);
    message.append(paragraph);
    return paragraph;
  }

  // Describes an answer of so many pages.
  search.describe = function (answer, asked, pages) {
    message.textContent = '';
    search.hint.hidden = pages > 0;
    if (pages) {
      var values = { n: pages, pages: answer.pages, total: answer.total };
      search.tell(search.fill(answer.pages > pages ? say.tMore : say.tCount, values));
    } else nothing(answer, asked);
    if (pages) (answer.replaced || []).forEach(function (one) {
      line('search-replaced', search.fill(say.tReplaced, { typed: one.typed, by: one.by.join(say.tSeparator) }));
    });
    var missing = answer.missing_words || [];
    if (missing.length) line('search-missing', search.fill(say.tMissing, { words: missing.join(say.tSeparator) }));
    message.hidden = !message.firstChild;
  };

  function nothing(answer, asked) {
    if (answer.facets.all) {
      search.tell(say.tNoneNarrowed);
      line('').append(search.button('search-step chip', say.tUnfilter, search.unfilter));
    } else {
      search.tell(search.fill(say.tNone, { q: asked.query }));
      line('', say.tNoneHint);
    }
    (answer.near || []).forEach(offer);
  }

  // Words that the index has, each a search of its own.
  function offer(near) {
    var row = line('search-near', search.fill(say.tNear, { typed: near.typed }));
    near.by.forEach(function (word) {
      row.append(search.button('search-step chip', word, function () {
        search.input.value = search.input.value.replace(near.typed, function () { return word; });
        search.input.focus();
        search.ask();
      }));
    });
  }

  var REASONS = { blocked: say.tBlocked, old: say.tOld, local: say.tLocal, worker: say.tNoWorker };

  // Says why there is no answer, in words of the reader's; the browser's below.
  search.showError = function (reason, code) {
    // Before anything is asked, only what no other try will mend is worth saying.
    if (search.isNothing(search.wanted()) && !REASONS[code]) return;
    search.openFirst = false;
    search.setOptions([]);
    search.recent.hidden = true;
    search.more.hidden = true;
    search.hint.hidden = false;
    search.box.classList.add('is-asked');
    search.tell(say.tError);
    message.textContent = '';
    line('', REASONS[code] || say.tErrorHint);
    if (reason) line('search-reason', reason);
    message.hidden = false;
  };
})(window.yunjiSearch);
