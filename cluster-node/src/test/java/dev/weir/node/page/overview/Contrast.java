package dev.weir.node.page.overview;

/// The contrast of text with what is behind it (WCAG 2.2, "Contrast (Minimum)"), measured in the
/// page.
final class Contrast {
  /// Returns every text of less than 4.5, but for what is disabled, with its contrast.
  static final String SCRIPT =
      """
      const parse = (text) => (text.match(/[0-9.]+/g) ?? []).map(Number);
      const channel = (c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
      const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
      const behind = (element) => {
        for (let it = element; it; it = it.parentElement) {
          const colour = parse(getComputedStyle(it).backgroundColor);
          if (colour.length === 3 || colour[3] > 0) return colour;
        }
        return [255, 255, 255];
      };
      const poor = [];
      for (const element of document.querySelectorAll('body *')) {
        const own = [...element.childNodes].some((it) => it.nodeType === 3 && it.data.trim());
        if (!own || element.disabled || !element.checkVisibility() || element.closest('.nobody')) continue;
        const [a, b] = [light(parse(getComputedStyle(element).color)), light(behind(element))];
        const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (contrast < 4.5) poor.push(`${contrast.toFixed(2)} ${element.outerHTML.slice(0, 90)}`);
      }
      return [...new Set(poor)];
      """;

  private Contrast() {}
}
