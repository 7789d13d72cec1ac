<?php
// SPDX-License-Identifier: BSL-1.0
// Reads the body of a token request: parse_str and json_decode.
declare(strict_types=1);
require __DIR__ . '/lines.php';

serve([
    'read' => static function (array $question): array {
        $body = hex2bin($question['body']);
        if ($question['format'] === 'json') {
            $fields = json_decode($body, true, 4, JSON_THROW_ON_ERROR);
        } else {
            parse_str($body, $fields);
        }
        $pairs = [];
        foreach ($fields as $name => $value) {
            $pairs[] = [$name, bin2hex($value)];
        }
        return ['fields' => $pairs];
    },
]);
