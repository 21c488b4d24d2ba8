package dev.grove.inference.oip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.inference.StoredModels;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are wrong, by mistake or on purpose. */
@QuarkusTest
@QuarkusTestResource(value = StoredModels.class, restrictToAnnotatedClass = true)
class InferHostileTest {
  private static final String INFER = "/v2/models/products/infer";

  private static final String GOOD =
      """
      {"inputs": [
        {"name": "title", "datatype": "BYTES", "shape": [1], "data": ["a"]},
        {"name": "brand", "datatype": "BYTES", "shape": [1], "data": ["b"]},
        {"name": "reviews", "datatype": "INT64", "shape": [1], "data": [1]},
        {"name": "in_stock", "datatype": "BOOL", "shape": [1], "data": [true]},
        {"name": "listed", "datatype": "BYTES", "shape": [1], "data": ["2026-01-31"]},
        {"name": "price", "datatype": "FP64", "shape": [1], "data": [1.5]}]}""";

  private static final String PRICE =
      "{\"name\": \"price\", \"datatype\": \"FP64\", \"shape\": [1], \"data\": [1.5]}";

  @TestHTTPResource("/")
  URI base;

  private Wire wire;

  @BeforeEach
  void connect() {
    wire = new Wire(base);
  }

  @Test
  void theGoodRequestIsGood() throws Exception {
    assertThat(wire.post(INFER, GOOD).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name':'price','datatype':'FP64','shape':[1],'data':['x']} | 'price', element 0: is a string",
        "{'name':'price','datatype':'FP64','shape':[1],'data':[true]} | is a boolean",
        "{'name':'price','datatype':'FP64','shape':[1],'data':[{}]} | is an object",
        "{'name':'price','datatype':'BYTES','shape':[1],'data':['x']} | 'price', row 0: 'x' is not a finite number",
        "{'name':'price','datatype':'BYTES','shape':[1],'data':[5]} | BYTES takes strings",
        "{'name':'price','datatype':'BOOL','shape':[1],'data':[true]} | 'price', row 0: 'true' is not a finite number",
        "{'name':'price','datatype':'FP64','shape':[1],'data':[Infinity]} | 'price', row 0: must be a finite number",
        "{'name':'price','datatype':'FP64','shape':[1],'data':[1e999]} | 'price', row 0: must be a finite number",
        "{'name':'price','datatype':'FP16','shape':[1],'data':[70000]} | 'price', row 0: must be a finite number",
        "{'name':'price','datatype':'INT8','shape':[1],'data':[128]} | element 0: is beyond INT8",
        "{'name':'price','datatype':'UINT64','shape':[1],'data':[-1]} | is beyond UINT64",
        "{'name':'price','datatype':'INT64','shape':[1],'data':[9223372036854775808]} | is beyond INT64",
        "{'name':'price','datatype':'UINT64','shape':[1],'data':[18446744073709551616]} | is beyond UINT64",
        "{'name':'price','datatype':'INT64','shape':[1],'data':[1.5]} | is no whole number",
        "{'name':'price','datatype':'INT64','shape':[1],'data':[1e300]} | is no whole number",
        "{'name':'price','datatype':'FP65','shape':[1],'data':[1]} | the datatype 'FP65' is unknown",
        "{'name':'price','datatype':'fp64','shape':[1],'data':[1]} | the datatype 'fp64' is unknown",
        "{'name':'price','datatype':64,'shape':[1],'data':[1]} | the datatype must be a string",
        "{'name':'price','datatype':'FP64','shape':[1]} | has neither data nor binary_data_size",
        "{'name':'price','datatype':'FP64','shape':[1],'data':[1],'data':[2]} | the data stands there twice",
        "{'name':'price','datatype':'FP64','shape':[1],'shape':[1],'data':[2]} | the shape stands there twice",
        "{'name':'price','datatype':'FP64','data':[1]} | 'price': the shape is missing",
        "{'name':'price','shape':[1],'data':[1]} | the datatype is missing",
        "{'datatype':'FP64','shape':[1],'data':[1]} | Input [5]: the name is missing",
        "{'name':null,'datatype':'FP64','shape':[1],'data':[1]} | the name must be a string",
        "{'name':'price','datatype':'FP64','shape':[],'data':[1]} | the shape has no dimensions",
        "{'name':'price','datatype':'FP64','shape':1,'data':[1]} | the shape must be an array",
        "{'name':'price','datatype':'FP64','shape':[1.0],'data':[1]} | whole numbers",
        "{'name':'price','datatype':'FP64','shape':['1'],'data':[1]} | whole numbers",
        "{'name':'price','datatype':'FP64','shape':[-1],'data':[1]} | negative dimension",
        "{'name':'price','datatype':'FP64','shape':[1,1,1,1,1,1,1,1,1],'data':[1]} | more than 8 dimensions",
        "{'name':'price','datatype':'FP64','shape':[4294967296,4294967296],'data':[1]} | more than",
        "{'name':'price','datatype':'FP64','shape':[65536,65536],'data':[1]} | more than",
        "{'name':'price','datatype':'FP64','shape':[0,4294967296],'data':[]} | more than",
        "{'name':'price','datatype':'FP64','shape':[99999999999999999999999],'data':[1]} | more than",
        "{'name':'price','datatype':'FP64','shape':[2],'data':[1]} | has 1 elements, but the shape [2] stands for 2",
        "{'name':'price','datatype':'FP64','shape':[1],'data':[1,2]} | more elements than the shape [1]",
        "{'name':'price','datatype':'FP64','shape':[1],'data':[[1]]} | flat, or nested as the shape",
        "{'name':'price','datatype':'FP64','shape':[1,1],'data':[[[1]]]} | flat, or nested as the shape",
        "{'name':'price','datatype':'FP64','shape':[2,1],'data':[[1],2]} | flat, or nested as the shape",
        "{'name':'price','datatype':'FP64','shape':[1,2],'data':[[1],[2]]} | flat, or nested as the shape",
        "{'name':'price','datatype':'FP64','shape':[1],'data':1} | the data must be an array",
        "{'name':'price','datatype':'FP64','shape':[2],'data':[1,2]} | 'price': has 2 rows, but 'title' has 1",
        "{'name':'price','datatype':'FP64','shape':[1,2],'data':[1,2]} | 'price': has the shape [1, 2]",
        "{'name':'price','datatype':'FP64','shape':[1],'parameters':[],'data':[1]} | the parameters must be an object",
        "{'name':'price','datatype':'FP64','shape':[1],'parameters':{'binary_data_size':-1},'data':[1]} | must be a number of bytes",
        "{'name':'price','datatype':'FP64','shape':[1],'parameters':{'binary_data_size':'8'}} | must be a number of bytes",
        "{'name':'price','datatype':'FP64','shape':[1],'parameters':{'binary_data_size':8}} | 0 bytes are left",
        "{'name':'price','datatype':'FP64','shape':[1],'parameters':{'binary_data_size':0},'data':[1]} | both data and binary_data_size",
        "{'name':'title','datatype':'BYTES','shape':[1],'data':['a']} | 'title': stands there twice",
        "{'name':'cost','datatype':'FP64','shape':[1],'data':[1]} | 'cost': is no input of the model; its inputs are 'title', 'brand'",
        "{'name':'encoded','datatype':'FP64','shape':[1,68],'data':[1]} | has 1 elements, but the shape",
        "{'name':'encoded','datatype':'FP64','shape':[1,1],'data':[1]} | must be the only input",
        "{'name':'category','datatype':'BYTES','shape':[1],'data':['a']} | Inputs are missing: 'price'",
        "{'name':'listed','datatype':'INT64','shape':[1],'data':[1]} | 'listed': stands there twice",
        "17 | Input [5]: must be a tensor",
        "null | Input [5]: must be a tensor",
        "{'name':'price' | not valid JSON",
      })
  void aTensorThatIsWrongIsNamed(String tensor, String words) throws Exception {
    Wire.Answer answer = wire.post(INFER, GOOD.replace(PRICE, tensor.replace('\'', '"')));

    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(400);
    assertThat(answer.json()).hasSize(1);
    assertThat(answer.error()).contains(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "listed | {'datatype':'INT64','shape':[1],'data':[1]} | 'listed', row 0: '1' is not a date",
        "listed | {'datatype':'BYTES','shape':[1],'data':['2026-02-30']} | 'listed', row 0: '2026-02-30'",
        "in_stock | {'datatype':'UINT8','shape':[1],'data':[1]} | 'in_stock', row 0: '1' is not true or false",
        "brand | {'datatype':'FP64','shape':[1],'data':[1.0]} | 'brand', row 0: '1.0' is not a text",
        "brand | {'datatype':'BYTES','shape':[1],'parameters':{'content_type':'pd_json'},'data':['[1]']} | 'brand', row 0: is no text",
        "brand | {'datatype':'BYTES','shape':[1],'parameters':{'content_type':'pd_json'},'data':['']} | 'brand', row 0: is no text",
        "brand | {'datatype':'BYTES','shape':[1],'parameters':{'content_type':'pd_json'},'data':['1 2']} | 'brand', row 0: is no text",
        "brand | {'datatype':'BYTES','shape':[1],'parameters':{'content_type':'base64'},'data':['%']} | 'brand', row 0: is not Base64",
      })
  void aColumnThatCannotTakeTheValueSaysSo(String name, String tensor, String words)
      throws Exception {
    String changed =
        GOOD.replaceFirst(
            "\\{\"name\": \"" + name + "\"[^}]*}",
            tensor.replace('\'', '"').replaceFirst("\\{", "{\"name\":\"" + name + "\","));

    Wire.Answer answer = wire.post(INFER, changed);

    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(400);
    assertThat(answer.error()).contains(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "nothing",
      value = {
        "`` | JSON object",
        "[] | JSON object",
        "null | JSON object",
        "{} | no 'inputs'",
        "{'inputs':[]} | empty",
        "{'inputs':{}} | array of tensors",
        "{'inputs':null} | array of tensors",
        "{'inputs':[],'inputs':[]} | twice",
        "{'inputs':[]}{} | goes on after its end",
        "{'inputs':[] | not valid JSON",
        "{'id':5,'inputs':[]} | 'id' must be a string",
        "{'parameters':5,'inputs':[]} | 'parameters' must be an object",
        "{'parameters':{'binary_data_output':1},'inputs':[]} | must be true or false",
        "{'outputs':5,'inputs':[]} | 'outputs' must be an array",
        "{'outputs':[5],'inputs':[]} | Output [0]: must be an object",
        "{'outputs':[{}],'inputs':[]} | Output [0]: the name is missing",
        "{'outputs':[{'name':5}],'inputs':[]} | Output [0]: the name is missing",
        "{'outputs':[{'name':'label','parameters':{'binary_data':1}}],'inputs':[]} | must be true or false",
        "{'outputs':[{'name':'label','parameters':{'classification':-1}}],'inputs':[]} | number of classes",
        "{'a':[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]} | not valid JSON",
      })
  void aRequestThatIsNoneIsRefused(String body, String words) throws Exception {
    Wire.Answer answer = wire.post(INFER, body.replace('\'', '"'));

    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(400);
    assertThat(answer.error()).contains(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name':'labels'} | 'labels' is unknown; the model's outputs are label, probabilities",
        "{'name':'label'},{'name':'label'} | 'label' is asked for twice",
        "{'name':'label','parameters':{'classification':1}} | has no classes",
        "{'name':'confidence','parameters':{'classification':1}} | has no classes",
      })
  void anOutputThatIsNoneIsRefused(String outputs, String words) throws Exception {
    String asked = "{\"outputs\": [" + outputs.replace('\'', '"') + "], ";

    Wire.Answer answer = wire.post(INFER, GOOD.replaceFirst("\\{", asked));

    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(400);
    assertThat(answer.error()).contains(words);
  }

  /** A request with the title as binary data of some size. */
  private static String title(String shape, int size) {
    return GOOD.replace(
        "\"shape\": [1], \"data\": [\"a\"]",
        "\"shape\": " + shape + ", \"parameters\": {\"binary_data_size\": " + size + "}");
  }

  @Test
  void lengthsThatLieAreRefused() throws Exception {
    byte[] text = Wire.texts("abc");
    assertThat(wire.binary(INFER, title("[1]", 7), text).status()).isEqualTo(200);
    refused(wire.binary(INFER, title("[1]", 8), text), "binary_data_size is 8, but 7 bytes");
    refused(wire.binary(INFER, title("[1]", 6), text), "its length, 3 bytes, exceeds");
    refused(wire.binary(INFER, title("[1]", 3), text), "ends after 0 of the 1 elements");
    refused(wire.binary(INFER, title("[2]", 7), text), "ends after 1 of the 2 elements");
    refused(
        wire.binary(INFER, title("[1]", 7), Wire.joined(text, new byte[1])),
        "take 7 bytes of binary data, but 8");
    refused(wire.binary(INFER, title("[1]", 14), Wire.joined(text, text)), "goes on after its 1");
    byte[] negative = Wire.joined(new byte[] {-1, -1, -1, -1}, new byte[3]);
    refused(wire.binary(INFER, title("[1]", 7), negative), "its length, 4294967295 bytes");
    byte[] broken = Wire.joined(new byte[] {1, 0, 0, 0}, new byte[] {(byte) 0xC3});
    refused(wire.binary(INFER, title("[1]", 5), broken), "'title', element 0: is no UTF-8");
  }

  @Test
  void numbersThatAreTooFewOrTooManyAreRefused() throws Exception {
    String price =
        GOOD.replace(
            "\"shape\": [1], \"data\": [1.5]",
            "\"shape\": [1], \"parameters\": {\"binary_data_size\": 7}");
    refused(wire.binary(INFER, price, new byte[7]), "takes 8 bytes");
    String flag =
        GOOD.replace(
            "\"shape\": [1], \"data\": [true]",
            "\"shape\": [1], \"parameters\": {\"binary_data_size\": 1}");
    refused(wire.binary(INFER, flag, new byte[] {2}), "'in_stock', element 0: BOOL takes 0 and 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "99999", "x", "1.5", "99999999999999", "7"})
  void headersThatLieAreRefused(String length) throws Exception {
    byte[] body = GOOD.getBytes(StandardCharsets.UTF_8);

    refused(wire.post(INFER, body, InferBody.JSON_LENGTH, length), "");
  }

  @Test
  void compressedBodiesAreBoundedToo() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      byte[] blanks = new byte[1 << 20];
      Arrays.fill(blanks, (byte) ' ');
      for (int i = 0; i < 80; i++) {
        gzip.write(blanks);
      }
    }
    Wire.Answer answer = wire.post(INFER, bomb.toByteArray(), "Content-Encoding", "gzip");
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.error()).contains("exceeds");

    byte[] cut = Arrays.copyOf(bomb.toByteArray(), 100);
    refused(wire.post(INFER, cut, "Content-Encoding", "gzip"), "breaks off");
    refused(wire.post(INFER, new byte[10], "Content-Encoding", "deflate"), "is not 'deflate'");
    Wire.Answer unknown = wire.post(INFER, new byte[10], "Content-Encoding", "br");
    assertThat(unknown.status()).isEqualTo(415);
  }

  @Test
  void manyRowsAreTooMany() throws Exception {
    int rows = 100_001;
    String json =
        "{\"inputs\": [{\"name\": \"encoded\", \"datatype\": \"UINT8\", \"shape\": ["
            + rows
            + ", 68], \"parameters\": {\"binary_data_size\": "
            + rows * 68
            + "}}]}";

    Wire.Answer answer = wire.binary(INFER, json, new byte[rows * 68]);

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.error()).contains("more than 100000 rows");
  }

  @Test
  void utf16IsRefused() throws Exception {
    String turned =
        "{\"inputs\": [{\"data\": [\"a\"], \"name\": \"title\", \"datatype\": \"BYTES\", \"shape\": [1]}]}";

    refused(
        wire.post(
            INFER, turned.getBytes(StandardCharsets.UTF_16LE), "Content-Type", "application/json"),
        "UTF-8");
  }

  @Test
  void flippedBitsAndCutBodiesAreNeverFaults() throws Exception {
    Random random = new Random(5);
    byte[] json = title("[1]", 7).getBytes(StandardCharsets.UTF_8);
    byte[] body = Wire.joined(json, Wire.texts("abc"));
    for (int round = 0; round < 400; round++) {
      byte[] changed = body.clone();
      for (int k = random.nextInt(3); k >= 0; k--) {
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      }
      if (round % 4 == 0) {
        changed = Arrays.copyOf(changed, random.nextInt(changed.length));
      }
      Wire.Answer answer =
          wire.post(INFER, changed, InferBody.JSON_LENGTH, Integer.toString(json.length));
      assertThat(answer.status()).as("round %d: %s", round, answer.json()).isIn(200, 400);
    }
  }

  private static void refused(Wire.Answer answer, String words) throws Exception {
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(400);
    assertThat(answer.error()).contains(words);
  }
}
