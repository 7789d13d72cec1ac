<?php
// SPDX-License-Identifier: BSL-1.0
// The platform's PHP sample of its page "Processing the Signed Payload", and a signer to match.
declare(strict_types=1);
require __DIR__ . '/lines.php';

// As its authors meant it: there $clientSecret() calls a variable that the function has not got,
// and `$raw = false` names no argument but assigns; here the secret is an argument.
function verifySignedRequest(string $signedRequest, string $clientSecret): ?array
{
    list($encodedData, $encodedSignature) = explode('.', $signedRequest, 2);

    $signature = base64_decode($encodedSignature);
    $jsonStr = base64_decode($encodedData);
    $data = json_decode($jsonStr, true);

    $expectedSignature = hash_hmac('sha256', $jsonStr, $clientSecret, false);
    if (!hash_equals($expectedSignature, $signature)) {
        return null;
    }
    return $data;
}

serve([
    'sign' => static function (array $question): array {
        $style = $question['pretty'] ? JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE : 0;
        $json = json_encode($question['claims'], $style | JSON_THROW_ON_ERROR);
        $digest = hash_hmac('sha256', $json, hex2bin($question['secret']));
        $token = base64_encode($json) . '.' . base64_encode($digest);
        return ['token' => $token, 'query' => http_build_query(['signed_payload' => $token])];
    },
    'verify' => static function (array $question): ?array {
        $claims = verifySignedRequest($question['token'], hex2bin($question['secret']));
        return $claims === null ? null : ['claims' => $claims];
    },
]);
