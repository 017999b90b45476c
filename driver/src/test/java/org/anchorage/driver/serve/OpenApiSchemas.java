/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.anchorage.driver.serve.api.Api;

/** The schemas of {@code openapi.json}. */
public final class OpenApiSchemas {

  public static final JsonMapper JSON = new JsonMapper();

  /** What the server says of itself. */
  public static final JsonNode DOCUMENT = resource(Api.class, "openapi.json");

  private OpenApiSchemas() {}

  private static JsonNode resource(Class<?> beside, String name) {
    try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what is wrong with an answer of a route, by the schema of its status. */
  public static Set<String> complaints(
      String method, String path, int status, String type, byte[] body) throws IOException {
    JsonNode response =
        DOCUMENT.at(
            "/paths/"
                + path.replace("/", "~1")
                + "/"
                + method.toLowerCase(java.util.Locale.ROOT)
                + "/responses/"
                + status);
    if (response.has("$ref")) {
      response = DOCUMENT.at(response.get("$ref").asText().substring(1));
    }
    String media = type.replaceFirst(";.*", "");
    JsonNode schema = response.path("content").path(media).path("schema");
    if (schema.isMissingNode()) {
      return Set.of(method + " " + path + " does not answer " + status + " as " + media);
    }
    if (!media.endsWith("json")) {
      return Set.of();
    }
    // One document: references lead into its components.
    var whole = JSON.createObjectNode();
    whole.set("components", DOCUMENT.get("components"));
    whole.set("allOf", JSON.createArrayNode().add(schema));
    return complaints(whole, JSON.readTree(body));
  }

  static Set<String> complaints(JsonNode schema, JsonNode value) {
    JsonSchema known =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
    return known.validate(value).stream().map(Object::toString).collect(Collectors.toSet());
  }

  /** Returns what is wrong with a document, by the schema of OpenAPI 3.1. */
  static Set<String> complaintsOfOpenApi(JsonNode document) {
    return complaints(
        resource(OpenApiSchemas.class, "/spec.openapis.org/oas/3.1/schema/2022-10-07"), document);
  }
}
