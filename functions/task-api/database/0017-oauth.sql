-- OAuth: the connections of a user to MCP clients, with their codes and tokens. Only hashes of these are stored.

-- Clients that registered themselves. A client with a metadata document has no row: its id is the address of the document.
create table identity.oauth_client (
  id text primary key,
  name text not null,
  uri text,
  redirect_uris text[] not null,
  created_at timestamptz not null
);
create index oauth_client_by_age on identity.oauth_client (created_at);

create table identity.connection (
  user_id text not null,
  id uuid not null,
  client_id text not null,
  name text not null,
  uri text,
  scopes text[] not null check (scopes <@ array['read', 'write'] and cardinality(scopes) > 0),
  -- The address that its tokens are for (RFC 8707).
  resource text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  primary key (user_id, id)
);
create index connection_by_client on identity.connection (client_id);

-- What the user allowed, until the client fetches its tokens. A redeemed code keeps its connection, so that a second use
-- ends what the first one gave.
create table identity.authorization_code (
  hash bytea primary key,
  user_id text not null,
  client_id text not null,
  client_name text not null,
  client_uri text,
  redirect_uri text not null,
  challenge text not null,
  scopes text[] not null check (scopes <@ array['read', 'write'] and cardinality(scopes) > 0),
  resource text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  connection_id uuid
);
create index authorization_code_by_person on identity.authorization_code (user_id);
create index authorization_code_by_expiry on identity.authorization_code (expires_at);

create table identity.access_token (
  hash bytea primary key,
  user_id text not null,
  connection_id uuid not null,
  scopes text[] not null check (scopes <@ array['read', 'write'] and cardinality(scopes) > 0),
  expires_at timestamptz not null,
  foreign key (user_id, connection_id) references identity.connection on delete cascade
);
create index access_token_by_connection on identity.access_token (user_id, connection_id);
create index access_token_by_expiry on identity.access_token (expires_at);

-- A refresh token is spent when its successor is used: until then the answer with the successor may have been lost.
create table identity.refresh_token (
  hash bytea primary key,
  user_id text not null,
  connection_id uuid not null,
  previous bytea,
  spent_by bytea,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  foreign key (user_id, connection_id) references identity.connection on delete cascade
);
create index refresh_token_by_connection on identity.refresh_token (user_id, connection_id, created_at);
create index refresh_token_by_expiry on identity.refresh_token (expires_at);
