package dev.grove.registry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.registry.RegistryException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTokenTest {
  @Test
  void comesBackAsItWas() {
    PageToken token = new PageToken(List.of("12", "a:b ü 3:x", "NaN"));

    assertThat(PageToken.parse(token.text(), 3)).isEqualTo(token);
    assertThat(token.number(0)).isEqualTo(12);
    assertThat(token.real(2)).isNaN();
    assertThatThrownBy(() -> token.number(1)).isInstanceOf(RegistryException.class);
    assertThatThrownBy(() -> token.real(1)).isInstanceOf(RegistryException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "####", "OTk5OmE", "LTE6YQ", "YTpi", "MToA", "MTph"})
  void refusesWhatItDidNotMake(String text) {
    assertThatThrownBy(() -> PageToken.parse(text, 2)).isInstanceOf(RegistryException.class);
  }

  @Test
  void aPageKnowsWhetherThereIsMore() {
    assertThat(Page.of(List.of("a", "b"), 2, List::of).nextText()).isNull();
    Page<String> page = Page.of(List.of("a", "b", "c"), 2, List::of);
    assertThat(page.items()).containsExactly("a", "b");
    assertThat(page.next()).contains(new PageToken(List.of("b")));
  }
}
