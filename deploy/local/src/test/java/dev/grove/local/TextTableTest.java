package dev.grove.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void alignsTextLeftAndNumbersRight() {
    TextTable table =
        new TextTable("name", "rows", "share").add("a", "1,000", "9.5%").add("long", 7, null);

    assertThat(table.lines())
        .containsExactly("   name   rows  share", "   a     1,000   9.5%", "   long      7");
  }

  @Test
  void shortensWhatIsTooLongAndFlattensLines() {
    assertThat(TextTable.shorten("x".repeat(50))).isEqualTo("x".repeat(47) + "…");
    assertThat(TextTable.shorten("a\nb\tc")).isEqualTo("a b c");
    assertThat(TextTable.shorten("x".repeat(46) + "😀".repeat(3)))
        .as("never half of a character")
        .isEqualTo("x".repeat(46) + "…");
  }
}
