sam build && sam deploy
