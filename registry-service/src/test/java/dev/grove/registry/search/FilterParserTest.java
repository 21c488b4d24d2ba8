package dev.grove.registry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.registry.RegistryException;
import dev.grove.registry.search.Comparison.Entity;
import dev.grove.registry.search.Comparison.Operator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParserTest {
  @Test
  void readsConditions() {
    assertThat(FilterParser.parse("  ")).isEmpty();
    assertThat(
            FilterParser.parse(
                "name='it''s; drop table x --' AND run_id = \"r\" and tags.`a b` != 'c'"
                    + " AND attributes.name LIKE '%x_' and tag.mlflow.x ilike ''"))
        .containsExactly(
            new Comparison(Entity.ATTRIBUTE, "name", Operator.EQUAL, "it's; drop table x --"),
            new Comparison(Entity.ATTRIBUTE, "run_id", Operator.EQUAL, "r"),
            new Comparison(Entity.TAG, "a b", Operator.NOT_EQUAL, "c"),
            new Comparison(Entity.ATTRIBUTE, "name", Operator.LIKE, "%x_"),
            new Comparison(Entity.TAG, "mlflow.x", Operator.ILIKE, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name",
        "name =",
        "name = x",
        "name = 5",
        "name = 'x",
        "= 'x'",
        "name > 'x'",
        "name = 'x' OR name = 'y'",
        "name = 'x' name = 'y'",
        "name = 'x' AND",
        "AND",
        "metrics.a = '1'",
        "(name = 'x')",
        "name = 'x';",
        "tags.`a = 'b'",
        "name IN ('a')",
        "`",
        "tags."
      })
  void refusesTheRest(String filter) {
    assertThatThrownBy(() -> FilterParser.parse(filter))
        .isInstanceOf(RegistryException.class)
        .hasMessageStartingWith("Invalid clause(s) in filter string");
  }

  @Test
  void isBounded() {
    assertThatThrownBy(() -> FilterParser.parse("x".repeat(20_000)))
        .isInstanceOf(RegistryException.class);
  }
}
