// SPDX-License-Identifier: BSL-1.0
// golang-jwt, as a process that takes turns with others.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/golang-jwt/jwt"
)

type person struct {
	ID    int64  `json:"id"`
	Email string `json:"email"`
}

type claims struct {
	jwt.StandardClaims
	Customer person `json:"customer"`
	User     person `json:"user"`
}

type sample struct {
	Token   string   `json:"token"`
	Forged  string   `json:"forged"`
	Issuer  string   `json:"issuer"`
	User    int64    `json:"user"`
	Email   string   `json:"email"`
	Spoiled []string `json:"spoiled"`
}

type input struct {
	Secret   string            `json:"secret"`
	ClientID string            `json:"client_id"`
	Kinds    map[string]sample `json:"kinds"`
}

func verify(parser *jwt.Parser, secret []byte, client, kind, issuer, token string) (person, bool) {
	read := claims{}
	_, failed := parser.ParseWithClaims(token, &read, func(*jwt.Token) (interface{}, error) {
		return secret, nil
	})
	if failed != nil || !read.VerifyIssuer(issuer, true) || !read.VerifyAudience(client, true) {
		return person{}, false
	}
	if kind == "current_customer" {
		return read.Customer, true
	}
	return read.User, true
}

func fail(why string) {
	fmt.Fprintln(os.Stderr, "golang-jwt: "+why)
	os.Exit(1)
}

func main() {
	text, unreadable := os.ReadFile(os.Args[1])
	var given input
	if unreadable != nil || json.Unmarshal(text, &given) != nil {
		fail("no tokens")
	}
	parser := &jwt.Parser{ValidMethods: []string{"HS256"}}
	secret := []byte(given.Secret)
	call := func(kind, token string) (person, bool) {
		return verify(parser, secret, given.ClientID, kind, given.Kinds[kind].Issuer, token)
	}
	kinds := []string{"current_customer", "load_jwt"}
	for _, kind := range kinds {
		one := given.Kinds[kind]
		read, good := call(kind, one.Token)
		if !good || read.ID != one.User || read.Email != one.Email {
			fail("reads " + kind + " wrongly")
		}
		for _, bad := range append(one.Spoiled, one.Forged) {
			if _, good := call(kind, bad); good {
				fail("accepts a wrong " + kind)
			}
		}
	}
	fmt.Println("ready golang-jwt " + strings.Join(kinds, " "))
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var kind string
		var milliseconds int64
		fmt.Sscan(lines.Text(), &kind, &milliseconds)
		token := given.Kinds[kind].Token
		begin := time.Now()
		calls := 0
		for time.Since(begin) < time.Duration(milliseconds)*time.Millisecond {
			for i := 0; i < 100; i++ {
				call(kind, token)
			}
			calls += 100
		}
		fmt.Println(calls, time.Since(begin).Nanoseconds())
	}
}
