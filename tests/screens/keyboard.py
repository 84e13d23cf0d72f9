"""A page at the keyboard: what Tab reaches, in which order, and whether it can be seen there."""

from playwright.sync_api import Page

STOPS = """const stops = [
  ...document.querySelectorAll('a[href],button,input,select,textarea,[tabindex]')
].filter(one => one.checkVisibility({visibilityProperty: true}) && one.tabIndex >= 0
  && !one.closest('[aria-hidden=true]') && !one.disabled);
const named = one => one.getAttribute('aria-label') || one.innerText || one.outerHTML.slice(0, 99);
"""
LEFT = f"() => {{ {STOPS} return stops.filter(one => !one.dataset.visited).map(named); }}"
HERE = f"""() => {{ {STOPS}
  const one = document.activeElement;
  if (!one || one === document.body || one.dataset.visited) return null;
  one.dataset.visited = 'yes';
  const box = one.getBoundingClientRect(), field = one.closest('.q-field');
  const line = one => getComputedStyle(one).outlineStyle !== 'none'
    && parseFloat(getComputedStyle(one).outlineWidth) > 0;
  const ring = one => getComputedStyle(one).boxShadow !== 'none';
  const frame = () => getComputedStyle(field.querySelector('.q-field__control'), ':after');
  return {{
    name: named(one), scrolled: !stops.includes(one),
    seen: line(one) || ring(one) || !!field?.classList.contains('q-field--focused')
      && (ring(field) || frame().borderTopWidth === '2px'),
    hidden: box.bottom <= 0 || box.top >= innerHeight,
    inside: one.closest('main') ? 'page' : one.closest('header') ? 'head' : 'menu',
    top: box.top + scrollY, bottom: box.bottom + scrollY,
  }};
}}"""


def audited(page: Page) -> list[str]:
    """Go through a page by Tab from its beginning; returns what is wrong with it."""
    wrong: list[str] = []
    before: dict[str, float] = {}
    page.keyboard.press("Tab")
    while (here := page.evaluate(HERE)) is not None:
        if not here["scrolled"]:  # what is wider than its place the browser itself stops at
            if not here["seen"]:
                wrong.append(f"{here['name']}: focus is not seen")
            if here["hidden"]:
                wrong.append(f"{here['name']}: not on the screen")
            if here["bottom"] <= before.get(here["inside"], 0):
                wrong.append(f"{here['name']}: stands above what comes before it")
            before[here["inside"]] = here["top"]
        page.keyboard.press("Tab")
    return wrong + [f"{name}: not reached" for name in page.evaluate(LEFT)]
