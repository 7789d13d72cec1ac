# SPDX-License-Identifier: BSL-1.0
# Reads the body of a token request: URI.decode_www_form and JSON.parse.
require "uri"
require_relative "lines"

serve(
  "read" => lambda do |question|
    body = bytes(question["body"])
    pairs = if question["format"] == "json"
      JSON.parse(body.force_encoding("UTF-8")).to_a
    else
      URI.decode_www_form(body, Encoding::BINARY)
    end
    { "fields" => pairs.map { |name, value| [name, digits(value)] } }
  end
)
