-- Nodes that made a key pair sign what they send; keys from before have none and go on as they are.

-- The public half of the node's own key pair, 32 bytes as base64url.
alter table node_key add column public_key text;

-- By the clock of the node: when it signed what was heard last. Nothing older is heard again.
alter table node_host add column signed_at timestamptz not null default 'epoch';

-- //@UNDO
alter table node_host drop column signed_at;
alter table node_key drop column public_key;
