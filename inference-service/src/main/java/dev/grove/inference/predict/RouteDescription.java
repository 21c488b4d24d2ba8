package dev.grove.inference.predict;

import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** What all routes that predict have in common, said once. */
final class RouteDescription {
  static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";

  private RouteDescription() {}

  static void ofRow(Operation post, String summary) {
    describe(post, summary, content(JSON), "The prediction", content(JSON));
    parameters(post, answerOptions());
  }

  static void ofBatch(Operation post, String summary) {
    describe(
        post,
        summary,
        content(JSON).addMediaType(JsonBody.LINES, OASFactory.createMediaType()),
        "The predictions, in the rows' order, and how many there are",
        content(JSON).addMediaType(JsonBody.LINES, OASFactory.createMediaType()));
    Parameter onError =
        query(
            "onError",
            SchemaType.STRING,
            "report: a bad row is answered with its error; fail: it fails the batch");
    onError.getSchema().setEnumeration(List.of("report", "fail"));
    parameters(post, answerOptions());
    post.addParameter(onError);
  }

  static void ofEncoding(Operation post, String summary) {
    describe(
        post,
        summary,
        content(JSON),
        "The places that are set, ascending; a value that is missing is null",
        content(JSON));
    parameters(post, List.of());
  }

  private static void describe(
      Operation post, String summary, Content request, String success, Content answer) {
    post.setSummary(summary);
    post.setTags(List.of("predictions"));
    post.setRequestBody(OASFactory.createRequestBody().content(request).required(true));
    APIResponses responses =
        OASFactory.createAPIResponses()
            .addAPIResponse("200", response(success).content(answer))
            .addAPIResponse(
                "400", problem("The body is no such JSON, or a field or an option does not fit"))
            .addAPIResponse("404", problem("No such model, alias or version"))
            .addAPIResponse("413", problem("The body is too long"))
            .addAPIResponse("415", problem("The body is not announced as JSON"))
            .addAPIResponse("503", problem("No verified model yet; see Retry-After"));
    responses
        .getAPIResponse("200")
        .addHeader(
            UnknownFields.HEADER,
            OASFactory.createHeader()
                .description("Fields that the model does not know, at most 20")
                .schema(OASFactory.createSchema().addType(SchemaType.STRING)));
    post.setResponses(responses);
  }

  private static void parameters(Operation post, List<Parameter> options) {
    List<Parameter> ofPath =
        post.getParameters() == null
            ? List.of()
            : post.getParameters().stream()
                .filter(parameter -> parameter.getIn() == Parameter.In.PATH)
                .toList();
    post.setParameters(ofPath);
    options.forEach(post::addParameter);
  }

  private static List<Parameter> answerOptions() {
    return List.of(
        query("topK", SchemaType.INTEGER, "Only so many classes, the most probable first"),
        query("rawScores", SchemaType.BOOLEAN, "The forest's raw scores too"),
        query("contributions", SchemaType.BOOLEAN, "What each input column contributed to them"));
  }

  private static Parameter query(String name, SchemaType type, String description) {
    return OASFactory.createParameter()
        .name(name)
        .in(Parameter.In.QUERY)
        .description(description)
        .schema(OASFactory.createSchema().addType(type));
  }

  private static Content content(String type) {
    return OASFactory.createContent().addMediaType(type, OASFactory.createMediaType());
  }

  private static APIResponse response(String description) {
    return OASFactory.createAPIResponse().description(description);
  }

  private static APIResponse problem(String description) {
    return response(description).content(content(PROBLEM));
  }
}
