# SPDX-License-Identifier: BSL-1.0
# The platform's Ruby sample of its page "Processing the Signed Payload", and a signer to match.
require "base64"
require "openssl"
require "uri"
require_relative "lines"

# As its authors meant it: the method is strict_decode64, and blank? without Rails is nil or empty.
def verify(signed_payload, client_secret)
  message_parts = signed_payload.split(".")

  encoded_json_payload = message_parts[0]
  encoded_hmac_signature = message_parts[1]

  payload_object = Base64.strict_decode64(encoded_json_payload)
  provided_signature = Base64.strict_decode64(encoded_hmac_signature)

  expected_signature = OpenSSL::HMAC::hexdigest("sha256", client_secret, payload_object)

  return false unless secure_compare(expected_signature, provided_signature)

  JSON.parse(payload_object)
end

def secure_compare(a, b)
  return false if a.nil? || a.empty? || b.nil? || b.empty? || a.bytesize != b.bytesize
  l = a.unpack "C#{a.bytesize}"

  res = 0
  b.each_byte { |byte| res |= byte ^ l.shift }
  res == 0
end

def sign(question)
  claims = question["claims"]
  json = question["pretty"] ? JSON.pretty_generate(claims) : JSON.generate(claims)
  digest = OpenSSL::HMAC.hexdigest("sha256", bytes(question["secret"]), json)
  token = "#{Base64.strict_encode64(json)}.#{Base64.strict_encode64(digest)}"
  { "token" => token, "query" => URI.encode_www_form("signed_payload" => token) }
end

serve(
  "sign" => method(:sign),
  "verify" => lambda do |question|
    claims = verify(question["token"], bytes(question["secret"]))
    claims && { "claims" => claims }
  end
)
