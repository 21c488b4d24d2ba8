package dev.grove.registry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.registry.RegistryException;
import dev.grove.registry.search.Field.Kind;
import dev.grove.registry.search.runs.RunWords;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParserTest {
  private static final Field METRIC = new Field(Kind.METRIC, "a b", Field.Type.REAL);

  private static List<Condition> parse(String filter) {
    return FilterParser.parse(filter, RunWords.FILTER);
  }

  private static Field param(String key) {
    return new Field(Kind.PARAM, key, Field.Type.OPTIONAL_TEXT);
  }

  private static Field tag(String key) {
    return new Field(Kind.TAG, key, Field.Type.OPTIONAL_TEXT);
  }

  private static Field attribute(String key, Field.Type type) {
    return new Field(Kind.ATTRIBUTE, key, type);
  }

  @Test
  void readsConditions() {
    assertThat(parse("  ")).isEmpty();
    assertThat(
            parse(
                "metrics.`a b` >= -1.5e3 AND params.\"x.y\" = 'it''s; drop table x --'\n"
                    + "and tags.mlflow.x ilike \"it's\" AnD Created<5 and run.`Run Name` != ''"
                    + " and run_id not IN ('a' , \"b\") and tag.t IS not null"
                    + " and param.u is NULL and `metric`.`a b`=1"))
        .containsExactly(
            new Condition.OfNumber(METRIC, Operator.GREATER_OR_EQUAL, new BigDecimal("-1.5e3")),
            new Condition.OfText(param("x.y"), Operator.EQUAL, "it's; drop table x --"),
            new Condition.OfText(tag("mlflow.x"), Operator.ILIKE, "it's"),
            new Condition.OfNumber(
                attribute("start_time", Field.Type.WHOLE), Operator.LESS, new BigDecimal("5")),
            new Condition.OfText(attribute("run_name", Field.Type.TEXT), Operator.NOT_EQUAL, ""),
            new Condition.OfList(
                attribute("run_id", Field.Type.LISTED_TEXT), Operator.NOT_IN, List.of("a", "b")),
            new Condition.OfPresence(tag("t"), Operator.IS_NOT_NULL),
            new Condition.OfPresence(param("u"), Operator.IS_NULL),
            new Condition.OfNumber(METRIC, Operator.EQUAL, new BigDecimal("1")));
  }

  @Test
  void keysMayLookLikeNumbersAndWords() {
    assertThat(parse("metrics.0.5 > .5 and params.and = 'and' and tags.is-null = 'x'"))
        .extracting(condition -> condition.field().key())
        .containsExactly("0.5", "and", "is-null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "metrics.a > 'x'|Expected numeric value type for metric. Found 'x'",
        "metrics.a = nan|Expected numeric value type for metric. Found nan",
        "metrics.a LIKE 1|Invalid comparator 'LIKE' not one of ['=', '!=', '<', '<=', '>', '>=']",
        "metrics.a == 1|Invalid comparator '=='",
        "metrics.a <> 1|Invalid comparator '<>'",
        "metrics.a IS NULL|IS NULL / IS NOT NULL is only supported for tags and params",
        "metrics.a > (1)|different type in list",
        "metrics.a IN ('x')|Expected numeric value type for metric",
        "metrics.a|expected a comparator at its end",
        "metrics.a >|expected a value at its end",
        "metrics. > 1|expected a key",
        "metrics.a > 1 OR metrics.b > 1|Invalid clause(s) in filter string: expected AND at 'OR",
        "metrics.a > 1 metrics.b > 1|Invalid clause(s) in filter string",
        "metrics.a > 1 and|Invalid clause(s) in filter string",
        "metrics.a > 1;|Invalid clause(s) in filter string",
        "(metrics.a > 1)|Invalid clause(s) in filter string",
        "and|Invalid attribute key 'and' specified",
        "tags.`a = 'b'|the quote is never closed",
        "tags.a = 'b|the quote is never closed",
        "Metrics.a > 1|Invalid entity type 'Metrics'. Valid values are [metric, parameter, tag, attribute, dataset]",
        "foo.a = 'x'|Invalid entity type 'foo'",
        "params.a > 'x'|Invalid comparator '>' not one of ['=', '!=', 'LIKE', 'ILIKE', 'IS NULL', 'IS NOT NULL']",
        "params.a = 5|Expected a quoted string value for parameter (e.g. 'my-value'). Got value 5",
        "params.a = b|Parameter value is either not quoted or unidentified quote types",
        "params.a = `b`|Parameter value is either not quoted or unidentified quote types",
        "tags.a IN ('x')|Expected a quoted string value for tag",
        "tags.a NOT LIKE 'x'|Invalid comparator 'NOT LIKE'",
        "tags.a RLIKE 'x'|Invalid comparator 'RLIKE'",
        "tags.a between 'x' and 'y'|expected a comparator in place of 'between'",
        "lifecycle_stage = 'x'|Invalid attribute key 'lifecycle_stage' specified. Valid keys are [Created, Run Name",
        "status IN ('x')|Only ['run_id'] attributes support comparison with a list of quoted string values",
        "status = 5|Expected a quoted string value for attributes",
        "start_time = '5'|Expected numeric value type for numeric attribute: start_time. Found '5'",
        "run_id IN ()|expected a non-empty list of string values, but got empty list",
        "run_id IN ('a' 'b')|ill-formed list",
        "run_id IN ('a'|ill-formed list",
        "run_id IN (1)|different type in list",
        "run_id IN 'a'|expected a list of quoted texts after IN, got 'a'",
        "run_id = ('a')|Invalid comparator '=' not one of ['IN', 'NOT IN'] for a list",
        "datasets.foo = 'x'|Invalid dataset key 'foo' specified. Valid keys are [context, digest, name]",
        "datasets.name > 'x'|Invalid comparator '>'",
      })
  void refusesTheRest(String filter, String message) {
    assertThatThrownBy(() -> parse(filter))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metrics.a > 1e9999",
        "metrics.a > 1e-9999",
        "metrics.a > 1.2.3",
        "metrics.a > +",
        "metrics.a > 5x"
      })
  void numbersAreBounded(String filter) {
    assertThatThrownBy(() -> parse(filter)).isInstanceOf(RegistryException.class);
  }

  @Test
  void isBounded() {
    assertThatThrownBy(() -> parse("x".repeat(70_000))).hasMessageContaining("65536 characters");
    assertThatThrownBy(() -> parse("metrics.a > 1" + " and metrics.a > 1".repeat(100)))
        .hasMessageContaining("more than 100 conditions");
  }

  @Test
  void readsOrders() {
    assertThat(
            Order.parse(
                List.of("metrics.`a b` DESC", "tag.x", "Created asc", "`status`"), RunWords.ORDER))
        .containsExactly(
            new Order(METRIC, true),
            new Order(tag("x"), false),
            new Order(attribute("start_time", Field.Type.WHOLE), false),
            new Order(attribute("status", Field.Type.TEXT), false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "metrics.a down|Invalid ordering key in order_by clause 'metrics.a down'",
        "metrics.a desc desc|Could not be parsed",
        "metrics.a, metrics.b|Could not be parsed",
        "^^|Invalid order_by clause '': Could not be parsed",
        "foo|Invalid attribute key 'foo'",
        "datasets.name|Invalid entity type 'datasets'",
      })
  void refusesOtherOrders(String order, String message) {
    assertThatThrownBy(() -> Order.parse(List.of(order), RunWords.ORDER))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(message.replace(": Could", ". Could"));
  }

  @Test
  void refusesAnOrderTwice() {
    assertThatThrownBy(
            () -> Order.parse(List.of("start_time", "attribute.created DESC"), RunWords.ORDER))
        .hasMessageContaining("contains duplicate fields");
  }
}
