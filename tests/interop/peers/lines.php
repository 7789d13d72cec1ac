<?php
// SPDX-License-Identifier: BSL-1.0
// One JSON object a line in, one out.
declare(strict_types=1);

set_error_handler(static function (int $level, string $message): bool {
    throw new ErrorException($message);
});

function serve(array $answers): void
{
    while (($line = fgets(STDIN)) !== false) {
        $question = json_decode($line, true, 64, JSON_THROW_ON_ERROR);
        $answer = $answers[$question['do']]($question);
        $answer = $answer === null ? ['ok' => false] : ['ok' => true] + $answer;
        echo json_encode($answer, JSON_THROW_ON_ERROR), "\n";
    }
}
