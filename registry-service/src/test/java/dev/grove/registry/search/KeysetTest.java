package dev.grove.registry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.registry.RegistryException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeysetTest {
  private static final Keyset ORDER =
      new Keyset(
          List.of(
              new SortKey("k0", Field.Type.REAL, true, true),
              new SortKey("k1", Field.Type.OPTIONAL_TEXT, true, false),
              SortKey.always("n", Field.Type.WHOLE, true)));

  private static Query query(String identity, String token) {
    return new Query(List.of(), List.of(), 10, Optional.ofNullable(token), identity);
  }

  @Test
  void aPositionComesBackFromItsToken() {
    for (List<Object> position :
        List.of(
            List.<Object>of(1.5, "", 7L),
            List.<Object>of(Double.NaN, "ü:'", -7L),
            Arrays.<Object>asList(null, null, 0L))) {
      String token = ORDER.token(query("q", null), position).text();
      assertThat(ORDER.position(query("q", token))).isEqualTo(position);
    }
    assertThat(ORDER.position(query("q", null))).isNull();
  }

  @Test
  void aTokenIsGoodForItsQueryAlone() {
    String token = ORDER.token(query("q", null), List.of(1.5, "x", 7L)).text();

    assertThatThrownBy(() -> ORDER.position(query("other", token)))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("another filter, order or scope");
    for (PageToken bad :
        List.of(
            new PageToken(List.of("q")),
            new PageToken(List.of("q", "x", ".x", "7")),
            new PageToken(List.of("q", "1.5", ".x", "x")))) {
      assertThatThrownBy(() -> ORDER.position(query("q", bad.text())))
          .isInstanceOf(RegistryException.class);
    }
  }

  @Test
  void identitiesTellQueriesApart() {
    assertThat(Query.identity("a", List.of("b"))).isEqualTo(Query.identity("a", List.of("b")));
    assertThat(Query.identity("a", "b")).isNotEqualTo(Query.identity("ab", ""));
  }
}
