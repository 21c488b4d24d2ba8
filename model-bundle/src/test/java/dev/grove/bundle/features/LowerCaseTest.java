package dev.grove.bundle.features;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LowerCaseTest {
  /** A text and what {@code str.lower} of Python 3.11 made of it. */
  private static final String[] PAIRS = {
    "\u0391\u03a3", "\u03b1\u03c2",
    "\u0391\u03a3.", "\u03b1\u03c2.",
    "\u0391\u03a3.\u0392", "\u03b1\u03c3.\u03b2",
    "\u0391.\u03a3", "\u03b1.\u03c2",
    "\u03a3", "\u03c3",
    "\u0391\u03a3\u0391", "\u03b1\u03c3\u03b1",
    "\u0391 \u03a3", "\u03b1 \u03c3",
    "\u0391'\u03a3", "\u03b1'\u03c2",
    "\u0391'\u03a3 \u0392", "\u03b1'\u03c2 \u03b2",
    "\u0391\u03a3'\u0391", "\u03b1\u03c3'\u03b1",
    "\u0391\u03a3-\u0391", "\u03b1\u03c2-\u03b1",
    "\u0391\u00ad\u03a3", "\u03b1\u00ad\u03c2",
    "\u0391\u03a3\u0301", "\u03b1\u03c2\u0301",
    "\u0391\u03a3\u0301\u0392", "\u03b1\u03c3\u0301\u03b2",
    "\u0391\u03a31", "\u03b1\u03c21",
    "1\u03a3", "1\u03c3",
    "\u0391\u03a3_\u0391", "\u03b1\u03c2_\u03b1",
    "a\u03a3", "a\u03c2",
    "\u0391\u03a3:\u0391", "\u03b1\u03c3:\u03b1",
    "\u65e5\u03a3", "\u65e5\u03c3",
    "\u0391\u0345\u03a3", "\u03b1\u0345\u03c2",
    "\u03a3\u03a3\u03a3", "\u03c3\u03c3\u03c2",
    "\u039f\u0394\u03a5\u03a3\u03a3\u0395\u03a5\u03a3 \u03a3\u0391\u03a3",
        "\u03bf\u03b4\u03c5\u03c3\u03c3\u03b5\u03c5\u03c2 \u03c3\u03b1\u03c2",
    "\ud835\udcb3\u03a3", "\ud835\udcb3\u03c2",
    "\ud801\udc00\u03a3", "\ud801\udc28\u03c2",
    "\ud801\udc00\u03a3\ud801\udc00", "\ud801\udc28\u03c3\ud801\udc28",
    "\u0130\u03a3", "i\u0307\u03c2",
    "\u00aa\u03a3", "\u00aa\u03c2",
    "\u0391\u03a3\u24d0", "\u03b1\u03c3\u24d0",
    "\u01c5\u03a3", "\u01c6\u03c2",
    "\u03a3'", "\u03c3'"
  };

  @Test
  void treatsSigmasAsPythonDoes() {
    for (int i = 0; i < PAIRS.length; i += 2) {
      assertThat(LowerCase.of(PAIRS[i])).as(PAIRS[i]).isEqualTo(PAIRS[i + 1]);
    }
  }

  @Test
  void keepsTextsThatAreLowerAlready() {
    String text = "abc \u00e4\u00f6\u00fc \u65e5\u672c";
    assertThat(LowerCase.of(text)).isSameAs(text);
    assertThat(LowerCase.of("STRASSE \u00c4\u0130")).isEqualTo("strasse \u00e4i\u0307");
  }
}
