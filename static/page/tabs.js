// Tabs: one panel of a group at a time.
(function () {
  'use strict';
  var article = document.querySelector('article');
  if (!article) return;

  // Without scripts the panels stand one below the other, each under its label.
  var groups = []; // functions that choose the tab of a label

  function tabbed(box, group) {
    var panels = Array.from(box.children).filter(function (child) { return child.classList.contains('tab'); });
    if (panels.length < 2) return;
    var row = document.createElement('div');
    row.className = 'tab-row';
    row.setAttribute('role', 'tablist');
    var buttons = panels.map(function (panel, number) {
      var label = panel.firstElementChild;
      var button = document.createElement('button');
      button.type = 'button';
      button.id = 'yj-tab-' + group + '-' + number;
      button.setAttribute('role', 'tab');
      button.textContent = label.textContent;
      label.hidden = true;
      panel.id = 'yj-panel-' + group + '-' + number;
      panel.setAttribute('role', 'tabpanel');
      panel.setAttribute('aria-labelledby', button.id);
      button.setAttribute('aria-controls', panel.id);
      row.append(button);
      return button;
    });
    function choose(number) {
      buttons.forEach(function (button, at) {
        button.setAttribute('aria-selected', String(at === number));
        button.tabIndex = at === number ? 0 : -1;
        panels[at].hidden = at !== number;
      });
    }
    row.addEventListener('click', function (event) {
      var number = buttons.indexOf(event.target);
      if (number < 0) return;
      // Whoever reads one listing in a language reads the others in it too.
      var top = row.getBoundingClientRect().top;
      groups.forEach(function (chooseLabel) { chooseLabel(buttons[number].textContent); });
      choose(number);
      scrollBy(0, row.getBoundingClientRect().top - top);
    });
    row.addEventListener('keydown', function (event) {
      var last = buttons.length - 1;
      var at = buttons.indexOf(document.activeElement);
      var to = { ArrowRight: at < last ? at + 1 : 0, ArrowLeft: at > 0 ? at - 1 : last, Home: 0, End: last }[event.key];
      if (at < 0 || to === undefined) return;
      event.preventDefault();
      choose(to);
      buttons[to].focus();
    });
    box.prepend(row);
    box.classList.add('is-tabbed');
    choose(0);
    panels.forEach(function (panel, number) {
      panel.addEventListener('yunji-reveal', function () { choose(number); });
    });
    groups.push(function (label) {
      var number = buttons.findIndex(function (button) { return button.textContent === label; });
      if (number >= 0) choose(number);
    });
  }

  article.querySelectorAll('.tabs').forEach(tabbed);
})();
