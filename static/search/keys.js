// Keyboard and mouse: the field keeps the focus while the arrows choose a result. What else can
// be pressed below it (recent searches, words offered) is reached by the arrows as well.
(function (search) {
  'use strict';
  if (!search) return;
  var input = search.input;

  search.isKeyOfInputMethod = function (event) { return event.isComposing || event.keyCode === 229; };

  function enter(event) {
    var options = search.options();
    event.preventDefault();
    // Never open a result of an older query: ask first, open when its answer comes.
    if (!search.isAnswered()) {
      if (!search.isNothing(search.wanted())) {
        search.openFirst = true;
        search.ask();
      }
      return;
    }
    var option = options[search.active()];
    if (!option) return;
    if (event.ctrlKey || event.metaKey) {
      search.leave(option);
      window.open(option.href, '_blank');
    } else option.click();
  }

  function steps() {
    return Array.from(search.body.querySelectorAll('.search-step')).filter(function (step) { return step.offsetParent; });
  }

  input.addEventListener('keydown', function (event) {
    if (search.isKeyOfInputMethod(event)) return;
    if (event.key === 'Enter') return enter(event);
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    var last = search.options().length - 1;
    var active = search.active();
    if (event.key === 'Escape' && !search.dialog) {
      search.want({});
      return search.ask();
    }
    if (last < 0) {
      var first = event.key === 'ArrowDown' && steps()[0];
      if (first) {
        event.preventDefault();
        first.focus();
      }
      return;
    }
    var to = { ArrowDown: active < last ? active + 1 : 0, ArrowUp: active > 0 ? active - 1 : last }[event.key];
    // In a text, Home and End belong to the text.
    if (to === undefined) return;
    event.preventDefault();
    search.setActive(to, true);
  });

  search.body.addEventListener('keydown', function (event) {
    var all = steps();
    var at = all.indexOf(event.target);
    if (at < 0 || event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    (all[event.key === 'ArrowDown' ? at + 1 : at - 1] || (at ? all[at] : input)).focus();
  });

  var list = search.list;
  // pointermove, not pointerover: the list scrolling under a resting mouse must not move the choice.
  list.addEventListener('pointermove', function (event) {
    var index = search.options().indexOf(event.target.closest('.result'));
    if (index >= 0 && index !== search.active()) search.setActive(index);
  });
  list.addEventListener('mousedown', function (event) { if (event.button === 0) event.preventDefault(); });
  list.addEventListener('click', function (event) {
    var link = event.target.closest('.result');
    if (!link) return;
    var here = !(event.ctrlKey || event.metaKey || event.shiftKey);
    search.leave(link, here);
    if (!here || link.pathname !== location.pathname || link.search !== location.search) return;
    if (search.dialog) search.close();
    document.dispatchEvent(new Event('yunji-marks'));
  });
  // The middle button opens a tab.
  list.addEventListener('auxclick', function (event) {
    var link = event.button === 1 && event.target.closest('.result');
    if (link) search.leave(link);
  });
})(window.yunjiSearch);
